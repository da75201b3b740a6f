import type { Sentence } from "./said.ts";

/** Why something stands in the journal that nobody has asked for just then (technician.ts, plans/, journal/, platform/backlog.ts). */
export const RECORDS: readonly Sentence[] = [
  ["at the status page", "在状态页面"],
  ["ended by hand", "手动结束"],
  ["nothing was done for half an hour", "半小时没有操作"],
  ["{} begins another", "{=} 开始了另一个会话"],
  ["the technician's code was wrong, from {}", "技术员码错误，来自 {=}"],
  // Plans (plans/plans.ts).
  ["{} has activated it", "由{}启用"],
  ["{} has rolled back", "由{}恢复"],
  ["within a quarter of an hour of its activation: {}", "启用后一刻钟内：{}"],
  ["its time has come and it does not come into force: {}", "时间已到但未能启用：{}"],
  ["it was in force before the unit started", "启动前已在使用"],
  ["what was kept of plans cannot be read", "保存的方案无法读取"],
  // A trial's figures behind its reason (tune/hour.ts).
  ["somebody is starved ({})", "有人久等得不到放行（{}）"],
  ["it is worse by more than half ({})", "延误增加一半以上（{}）"],
  ["the conflict monitor tripped ({})", "冲突监视器动作（{}）"],
  ["a pattern of it cannot be coordinated and runs free ({})", "其中有方案无法协调，自由运行（{}）"],
  // Gaps (journal/store.ts, journal/salvage.ts, platform/backlog.ts).
  ["the journal was full", "日志已满"],
  ["the journal's file had changed there since it was written", "日志文件在写入后被改动"],
  ["the journal's file was broken there", "日志文件此处损坏"],
  ["the disk did not take records, and no more could be held", "磁盘不接收记录，且无法继续暂存"],
];
