import type { Tallies } from "./tallies.ts";

type Cell = string | number;
const tenth = (value: number): string => value.toFixed(1);

/** The tallies as tables for people. */
export function formatTallies({ seconds, movements, phases, pedestrians }: Tallies): string {
  const perHour = (count: number) => Math.round((count * 3_600) / Math.max(1, seconds));
  const sum = (of: (m: Tallies["movements"][number]) => number) => movements.reduce((total, m) => total + of(m), 0);
  const departed = Math.max(
    1,
    sum((m) => m.departed),
  );
  const vehicles: Cell[][] = movements.map((m) => [
    m.approach,
    m.phase,
    m.lanes,
    m.departed,
    perHour(m.departed),
    tenth(m.mean_delay_s),
    tenth(m.max_delay_s),
    m.stops.toFixed(2),
    tenth(m.mean_queue),
    m.max_queue,
    m.present,
  ]);
  vehicles.push([
    "all",
    "",
    sum((m) => m.lanes),
    sum((m) => m.departed),
    perHour(sum((m) => m.departed)),
    tenth(sum((m) => m.mean_delay_s * m.departed) / departed),
    tenth(Math.max(0, ...movements.map((m) => m.max_delay_s))),
    (sum((m) => m.stops * m.departed) / departed).toFixed(2),
    tenth(sum((m) => m.mean_queue)),
    Math.max(0, ...movements.map((m) => m.max_queue)),
    sum((m) => m.present),
  ]);
  const greens = phases.map((p) => [p.overlap || p.phase, p.greens, tenth(p.mean_green_s), tenth(p.split_pm / 10), tenth(p.flash_s)]);
  const walkers = pedestrians.map((p) => [p.name, p.phase, p.served, p.waiting, tenth(p.mean_wait_s), tenth(p.max_wait_s)]);
  return [
    table(["approach", "phase", "lanes", "vehicles", "per h", "delay s", "max s", "stops", "queue", "longest", "present"], vehicles),
    table(["phase", "greens", "mean s", "split %", "flash s"], greens),
    table(["pedestrians", "phase", "served", "waiting", "wait s", "max s"], walkers),
  ].join("\n\n");
}

/** Words to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const left = head.map((_, column) => rows.some((row) => /^[a-z]/i.test(String(row[column]))));
  const line = (row: readonly string[]) => row.map((cell, i) => (left[i] ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ");
  return all.map((row) => line(row).trimEnd()).join("\n");
}
