import type { Sentence } from "../../panel/chinese/said.ts";

/** What is wrong in a site that states stages, and is said of no rings (config/stages/). */
export const OF_STAGES: readonly Sentence[] = [
  ["there are {n} signal groups, and a unit has {n} channels", "有 {} 个灯组，而一台信号机有 {} 个通道"],
  ["it gives way to itself", "它让行自身"],
  ["it is in no stage, so that it would never be green", "它不在任何阶段中，将永无绿灯"],
  ["its walk is {} s, but 4.0 is the least", "其放行为 {=} 秒，而最小值为 4.0"],
  [
    "its path crosses that of {}, but the intergreen matrix has no time for {} and {}",
    "其路径与{}交叉，但绿灯间隔矩阵没有 {=} 与 {=} 的时间",
  ],
  ["{} to {} has a time, but {} to {} has none: a conflict holds both ways", "{=} 到 {=} 有时间，但 {=} 到 {=} 没有：冲突是双向的"],
  ['"{}" has a row already on line {n}', "“{=}”在第 {} 行已有一行"],
  [
    "the intergreen matrix has no time between it and any vehicles, so that nothing keeps them off who walks",
    "绿灯间隔矩阵中它与任何车辆之间都没有时间，过街行人得不到保护",
  ],
  ["a signal group does not conflict with itself", "灯组不与自身冲突"],
  ["{} gives way to {}, and yet they conflict", "{}让行{}，两者却又冲突"],
  ["{} to {} is {} s, shorter than {} of {} ({} s)", "{=} 到 {=} 为 {=} 秒，短于{5}的 {4}（{6} 秒）"],
  ["it is the only stage", "它是唯一的阶段"],
  ["{} would be green together with {}, and the matrix says that they conflict", "{}会与{}同时绿灯，而矩阵说两者冲突"],
  ["min_green is {} s, shorter than that of {} ({} s)", "min_green 为 {=} 秒，短于{}的（{=} 秒）"],
  ["max_green is {} s, shorter than min_green of {} ({} s)", "max_green 为 {=} 秒，短于{}的 min_green（{=} 秒）"],
  ["ped_recall, but no signal group for pedestrians is in the stage", "写了 ped_recall，但阶段中没有行人灯组"],
  ["{} is for pedestrians, and a loop sees vehicles", "{}是行人灯组，而线圈只检测车辆"],
  ["{} is for vehicles, and a button is for pedestrians", "{}是车辆灯组，而按钮供行人使用"],
  ['signal group "{}" is there twice', "灯组“{=}”出现两次"],
];
