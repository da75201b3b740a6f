import type { Sentence } from "./said.ts";

/** Why something that a technician asks for at the page is not done (commands/, technician.ts, system-control.ts, timing/phase-control.ts, panel/). */
export const ASKED: readonly Sentence[] = [
  ["this session has begun already", "该会话已经开始"],
  ["{} is in a technician session, which ends in {n} min unless more is done in it", "{=}正在进行技术员会话，若无操作将在 {} 分钟后结束"],
  // As journals have it of earlier releases.
  ["{} is in a technician session, which ends {n} min after the last thing done", "{=}正在进行技术员会话，最后一次操作 {} 分钟后结束"],
  ["this technician session is over; begin another", "该技术员会话已结束，请重新开始"],
  ["This technician session is over.", "该技术员会话已结束。"],
  ["{} is nothing that is asked for at the page", "{=} 不能在本页面要求"],
  ["technician says who begins, ends or asks for what, and nothing else", "技术员请求只说明谁开始、结束或要求什么"],
  ["expired at {}; this unit's clock says {}", "已于 {=} 失效；本机时钟为 {=}"],
  ["this unit knows no command {}", "本机没有命令 {=}"],
  ["the arguments of {} are not readable", "{=} 的参数无法读取"],
  ["there is no journal to lay it into", "没有日志可供记录该请求"],
  ["the street side has not taken it. If it starts within a minute it still does", "控制进程没有接收；若它在一分钟内启动，仍会执行"],
  // Phases and detectors (commands/phase.ts, place-call.ts, hold.ts, omit.ts, force-off.ts, force-detector.ts).
  ["phase {} is not in this unit's site file, which has {}", "本机配置文件中没有相位 {=}，只有 {=}"],
  ["place-call takes a phase number and whether a pedestrian calls", "place-call 需要相位号，以及是否为行人请求"],
  ["phase {n} has no pedestrian movement; no phase here has one", "相位 {} 没有行人放行；本路口各相位均无"],
  ["phase {n} has no pedestrian movement; those with one: {}", "相位 {} 没有行人放行；有的是：{=}"],
  ["phase {n} has no pedestrian movement, so there is none to omit", "相位 {} 没有行人放行，无可跳过"],
  [
    "hold takes a phase number and 1 to {n} seconds, or 0 to let go: others wait while it lasts",
    "hold 需要相位号和 1 至 {} 秒，0 为解除：期间其他相位等待",
  ],
  [
    "omit takes a phase number, whether its pedestrians alone, and 1 to {n} seconds, or 0 to let it be served again; what lasts longer is a pattern's to omit",
    "omit 需要相位号、是否仅跳过行人，和 1 至 {} 秒，0 为恢复；更长时间应由方案跳过",
  ],
  ["force-off takes the number of a phase that is green", "force-off 需要正在绿灯的相位号"],
  ["phase {n} is not green; force-off ends a green that is there", "相位 {} 不在绿灯；force-off 只结束现有的绿灯"],
  [
    "force-detector takes a detector's number, on or off, and 1 to {n} seconds, or 0 to believe it again",
    "force-detector 需要检测器号、有车或无车，和 1 至 {} 秒，0 为恢复采信",
  ],
  ["detector {} is not in this unit's site file; {}", "本机配置文件中没有检测器 {=}；{}"],
  ["detector {} calls no phase by itself, so forcing it would do nothing; {}", "检测器 {=} 自身不请求相位，强制无效；{}"],
  ["no detector here does", "本路口没有这样的检测器"],
  ["those that do: {}", "可用的是：{=}"],
  ["there is no detector {n}", "没有检测器 {}"],
  ["detector {n} is not forced", "检测器 {} 未被强制"],
  [
    "phase {n} has been {} by {} and may be so again when {}, or after {n} s without it",
    "相位 {} 已{}（要求者：{}）；须待{}，或停止 {} 秒后，才可再次要求",
  ],
  ["held", "保持绿灯"],
  ["omitted", "跳过"],
  ["without its pedestrians", "跳过行人"],
  ["forced off", "结束绿灯"],
  ["the greens that were held have ended", "被保持的绿灯结束"],
  ["it has been served", "它得到放行"],
  ["they have been let go", "行人得到放行"],
  ["it is green again", "它再次绿灯"],
  // Flash, the conflict monitor, the link (flash.ts, reset-fault.ts, restart-link.ts, action-routes.ts).
  ["flash takes 1 to {n} seconds, or 0 to end it; say it again for more", "flash 需要 1 至 {} 秒，0 为结束；需要更长时请再次要求"],
  ["no flash is asked for", "没有人要求闪光"],
  ["the centre has asked for no flash", "中心没有要求闪光"],
  ["the conflict monitor has latched no fault that is not reset", "冲突监视器没有待复位的锁存故障"],
  ["reset-fault says who resets the fault, and nothing else", "reset-fault 只说明由谁复位故障"],
  ["restart-link takes nothing", "restart-link 不带参数"],
  ["phase {n} is not {}", "相位 {} 当前没有“{}”"],
];
