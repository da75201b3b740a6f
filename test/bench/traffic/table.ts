import type { Result } from "./run.ts";

/** Runs that differ in their seed only. */
export interface Group {
  readonly scenario: string;
  readonly demand: number;
  readonly controller: string;
  readonly detection: string;
  readonly results: readonly Result[];
}

export function grouped(results: readonly Result[]): readonly Group[] {
  const key = (r: Result): string => [r.scenario, r.demand, r.controller, r.detection].join();
  return [...Map.groupBy(results, key).values()].map((results) => {
    const { scenario, demand, controller, detection } = results[0]!;
    return { scenario, demand, controller, detection, results };
  });
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

type Column = readonly [head: string, cell: (group: Group) => string];

const middle =
  (of: (result: Result) => number, digits = 0) =>
  ({ results }: Group): string =>
    median(results.map(of)).toFixed(digits);
const delays = ({ results }: Group): readonly number[] => results.map(({ mean_delay_s }) => mean_delay_s);

const COLUMNS: readonly Column[] = [
  ["controller", ({ controller, detection }) => (detection === "none" ? controller : `${controller}, ${detection}`)],
  ["delay s", middle((r) => r.mean_delay_s, 1)],
  ["least..most", (group) => `${Math.min(...delays(group)).toFixed(1)}..${Math.max(...delays(group)).toFixed(1)}`],
  ["worst seed", ({ results }) => String(results.reduce((a, b) => (b.mean_delay_s > a.mean_delay_s ? b : a)).seed)],
  ["p95 s", middle((r) => r.p95_delay_s)],
  ["wait s", middle((r) => r.mean_wait_s, 1)],
  ["longest wait s", ({ results }) => Math.max(...results.map((r) => r.max_wait_s)).toFixed(0)],
  ["stops", middle((r) => r.stops, 2)],
  ["arrived", middle((r) => r.throughput)],
  ["unfinished", middle((r) => r.unfinished)],
  ["spill-back s", middle((r) => r.spill_back_s)],
  ["worst movement s", middle((r) => r.worst_movement_delay_s)],
  ["longest red s", ({ results }) => Math.max(...results.map((r) => r.longest_red_s)).toFixed(0)],
  ["on foot s", ({ results }) => (results[0]!.pedestrians === 0 ? "-" : median(results.map((r) => r.pedestrian_wait_s)).toFixed(1))],
  ["switches", middle((r) => r.switches)],
  ["conflicts", ({ results }) => String(results.reduce((sum, r) => sum + r.conflicts, 0))],
  ["gridlocks", ({ results }) => `${results.filter((r) => r.gridlock).length} of ${results.length}`],
];

/** Medians over the seeds, but where a column says otherwise; a table a scenario and demand. */
export function tables(results: readonly Result[]): string {
  const parts = Map.groupBy(grouped(results), ({ scenario, demand }) => `${scenario}${demand === 1 ? "" : `, ${demand} of its demand`}`);
  return [...parts].map(([title, groups]) => `${title}\n${written(groups)}`).join("\n\n");
}

function written(groups: readonly Group[]): string {
  const rows = [COLUMNS.map(([head]) => head), ...groups.map((group) => COLUMNS.map(([, cell]) => cell(group)))];
  const widths = COLUMNS.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join("  ");
  return rows.map(line).join("\n");
}
