import { LocalTime, localWords } from "../journal/local-time.ts";
import type { DetectorMeasures, Measures, MovementMeasures, Turns, VolumeBin } from "../measures/told.ts";
import type { WallTime } from "../traffic/time.ts";

type Cell = string | number;

const percent = (pm: number): string => (pm < 0 ? "-" : (pm / 10).toFixed(1));
const seconds = (ms: number): string => (ms < 0 ? "-" : (ms / 1_000).toFixed(1));
const of = (known: boolean, cell: Cell): Cell => (known ? cell : "-");

/** Measures as tables; with a line for each bin if `byBin`. */
export function measuresLines(m: Measures, byBin: boolean): string[] {
  if (m.from === null || m.to === null) return ["nothing is recorded of this time", ...m.skipped.map((words) => `not counted: ${words}`)];
  const local = new LocalTime(m.zone);
  const words = (wall: number) => localWords(local.of(wall as WallTime)).slice(0, 16);
  const lines = [`${m.unit}, ${words(m.from)} to ${words(m.to)} (${m.zone})`, ...m.skipped.map((why) => `not counted: ${why}`)];
  lines.push(
    "",
    ...table(
      ["movement", "pattern", ...TURN_HEADS],
      m.movements.flatMap((each) => patternRows(each)),
    ),
  );
  if (byBin) {
    const rows = m.movements.flatMap((each) =>
      each.bins.map(({ start, ...turns }) => [words(start), nameOf(each), ...turnCells(each, turns)]),
    );
    lines.push("", ...table(["from", "movement", ...TURN_HEADS], rows));
  }
  const hours = (m.to - m.from) / 3_600_000;
  lines.push(
    "",
    ...table(
      ["detector", "name", "vehicles", "per h", "occupied %", "km/h", "watched %"],
      m.detectors.map((each) => totalRow(each, hours)),
    ),
  );
  if (byBin) {
    const rows = m.detectors.flatMap(({ detector, bins }) => bins.map((bin) => [words(bin.start), detector, ...volumeCells(bin)]));
    lines.push("", ...table(["from", "detector", "vehicles", "occupied %", "km/h"], rows));
  }
  return lines;
}

const TURN_HEADS = [
  "greens",
  "green s",
  "split s",
  "85 %",
  "plan",
  "gap",
  "max",
  "force",
  "walks",
  "vehicles",
  "arrivals",
  "on green %",
  "green %",
  "ratio",
  "failures",
];

const nameOf = ({ kind, number, name }: MovementMeasures): string => `${kind === "phase" ? "phase" : "group"} ${number} ${name}`;

const patternRows = (each: MovementMeasures): Cell[][] =>
  each.patterns.map(({ pattern, ...turns }) => [nameOf(each), pattern, ...turnCells(each, turns)]);

function turnCells({ sees }: MovementMeasures, t: Turns): Cell[] {
  return [
    t.services,
    seconds(t.green_mean_ms),
    seconds(t.split_mean_ms),
    seconds(t.split_p85_ms),
    t.split_planned_ms === 0 ? "-" : seconds(t.split_planned_ms),
    t.causes["gap-out"],
    t.causes["max-out"],
    t.causes["force-off"],
    t.walks,
    of(sees.stop_line, t.vehicles),
    of(sees.arrivals, t.arrivals),
    percent(t.arrivals_on_green_pm),
    percent(t.green_pm),
    t.platoon_ratio_pm < 0 ? "-" : (t.platoon_ratio_pm / 1_000).toFixed(2),
    of(sees.stop_line, t.judged === 0 ? "-" : `${t.split_failures}/${t.judged}`),
  ];
}

function totalRow({ detector, name, total }: DetectorMeasures, hours: number): Cell[] {
  const [volume, occupied, speed] = volumeCells(total);
  const per_h = total.seen_ms > 0 ? Math.round((total.volume * 3_600_000) / total.seen_ms) : "-";
  return [detector, name, volume!, per_h, occupied!, speed!, percent(Math.min(1_000, Math.round(total.seen_ms / (hours * 3_600))))];
}

const volumeCells = ({ volume, occupancy_pm, speed_dkmh, seen_ms }: VolumeBin): Cell[] => [
  seen_ms === 0 ? "-" : volume,
  percent(occupancy_pm),
  speed_dkmh < 0 ? "-" : (speed_dkmh / 10).toFixed(1),
];

/** Words to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const left = head.map((_, column) => rows.some((row) => /[a-z]/i.test(String(row[column]))));
  return all.map((row) =>
    row
      .map((cell, i) => (left[i] ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
}
