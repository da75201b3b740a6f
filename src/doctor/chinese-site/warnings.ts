import type { Sentence } from "../../panel/chinese/said.ts";

/** What works and not well (config/warnings/): here with what to do. */
export const WARNINGS: readonly Sentence[] = [
  [
    "its polls take {n} % of the line's time at {n} baud: a round of all takes {n} ms at least",
    "其轮询占用线路时间的 {}%（{} 波特）：一轮至少 {} 毫秒",
  ],
  [
    "its polls take {n} % of the line's time at {n} baud, and do not fit: a round of all takes {n} ms at least",
    "其轮询占用线路时间的 {}%（{} 波特），容纳不下：一轮至少 {} 毫秒",
  ],
  [
    "Write longer poll_ms, set the line to a higher speed (on the devices and here), or move devices to another port.",
    "请写更长的 poll_ms，或提高线路速率（设备和此处），或把设备移到另一串口。",
  ],
  [
    "{} is numbered as the kernel finds it: after a restart or a re-plug it may be another line",
    "{=} 按内核发现的次序编号：重启或重插后可能是另一条线路",
  ],
  [
    "Write its name under /dev/serial/by-path (ls -l /dev/serial/by-path shows it): that stays with the socket.",
    "请写 /dev/serial/by-path 下的名称（ls -l /dev/serial/by-path 可见）：它随插口不变。",
  ],
  [
    "a name by-id goes with the adapter: a spare one has another, and two of a kind without serial numbers share one",
    "by-id 名称随适配器而变：备件名称不同，两个同型且无序列号的适配器同名",
  ],
  [
    "rs485 is true, but adapters on USB switch their transceivers by themselves, and their drivers know no such mode",
    "rs485 为 true，但 USB 适配器自行切换收发，其驱动没有该模式",
  ],
  ["Leave rs485 out, or write the path of the board's own UART.", "请不写 rs485，或写主板自带 UART 的路径。"],
];
