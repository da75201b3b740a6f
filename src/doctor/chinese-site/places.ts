import type { Sentence } from "../../panel/chinese/said.ts";

/** What the tables of a site file's lists are called. */
const NAMED: readonly Sentence[] = [
  ["port", "串口"],
  ["device", "设备"],
  ["protocol", "协议"],
  ["approach", "进口道"],
  ["signal group", "灯组"],
  ["phase", "相位"],
  ["ring", "环"],
  ["sequence", "相序"],
  ["overlap", "跟随相位"],
  ["channel", "通道"],
  ["detector", "检测器"],
  ["push button", "按钮"],
  ["contact", "触点"],
  ["preempt", "抢占"],
];

/** Which table it is, as far as it has a number and a name (config/rows.ts). */
export const PARTS: readonly Sentence[] = [
  ["[priority], phase {n}", "[priority] 的相位 {}"],
  ["neighbour (number {n} of the list), lane {n}", "列表中第 {} 个相邻路口的车道 {}"],
  ["neighbour (number {n} of the list)", "列表中第 {} 个相邻路口"],
  ["clearance (number {n} of the list)", "列表中第 {} 个清空时间"],
  ["intergreen (number {n} of the list)", "绿灯间隔矩阵第 {} 行"],
  ...NAMED.flatMap(([english, chinese]): readonly Sentence[] => [
    [english, chinese],
    [`${english} {n} "{}"`, `${chinese} {}“{=}”`],
    [`${english} "{}"`, `${chinese}“{=}”`],
    [`${english} {n}`, `${chinese} {}`],
    [`${english} (number {n} of the list)`, `列表中第 {} 个${chinese}`],
  ]),
];
