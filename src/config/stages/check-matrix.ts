import { tenths } from "../fields.ts";
import { groupNamed } from "./check-groups.ts";
import type { Matrix } from "./matrix.ts";
import type { GroupRow, IntergreenRow, StageTables } from "./read.ts";

/** Each conflict has a time both ways, no time ends before the yellow or the walk's clearance does, and vehicles are kept off who walks. */
export function checkMatrix({ groups, intergreen }: StageTables, matrix: Matrix): void {
  const seen = new Map<string, IntergreenRow>();
  for (const row of intergreen) {
    const { ending, times } = row.value;
    if (ending === undefined || times === undefined) continue;
    const from = groupNamed(groups, ending, (words, todo) => row.note("ending", words, todo));
    const before = seen.get(ending);
    if (before !== undefined) row.note("ending", `"${ending}" has a row already on line ${before.line}`, "Put its times into one row.");
    seen.set(ending, row);
    if (from === undefined) continue;
    for (const [name, least] of Object.entries(times)) {
      const to = groupNamed(groups, name, (words, todo) => row.note(["times", name], words, todo));
      if (to !== undefined) checkTime(row, from, to, least);
    }
  }
  // A row that cannot be read may have what is missing.
  if (intergreen.some(({ value }) => value.ending === undefined || value.times === undefined)) return;
  for (const row of intergreen) {
    const from = groups.findIndex(({ value }) => value.name === row.value.ending);
    for (const name of Object.keys(row.value.times ?? {})) {
      const to = groups.findIndex(({ value }) => value.name === name);
      if (from < 0 || to < 0 || from === to || matrix[to]![from] !== null) continue;
      const words = `${row.value.ending} to ${name} has a time, but ${name} to ${row.value.ending} has none: a conflict holds both ways`;
      row.note(["times", name], words, `Write ${quoted(row.value.ending!)} into the row of ${name}, or take this one away.`);
    }
  }
  checkWalks(groups, intergreen, matrix);
}

/**
 * Legs tell nothing of pedestrians, and the monitor reads the same matrix: one from which a crossing was left out is found by nobody else. A time
 * one way is enough here, for it has one the other way.
 */
function checkWalks(groups: readonly GroupRow[], intergreen: readonly IntergreenRow[], matrix: Matrix): void {
  const names = new Set(groups.map(({ value }) => value.name));
  const stated = intergreen.flatMap(({ value }) => [value.ending!, ...Object.keys(value.times!)]);
  // A name that is not there may be meant for the one that is missing; and that there is no matrix at all is told already.
  if (intergreen.length === 0 || stated.some((name) => !names.has(name))) return;
  groups.forEach((row, i) => {
    const { kind, name } = row.value;
    if (kind !== "pedestrian" || name === undefined) return;
    const meets = groups.some(({ value }, k) => value.kind !== "pedestrian" && (matrix[i]![k] !== null || matrix[k]![i] !== null));
    const todo = `Write a row with ending = ${JSON.stringify(name)}, and ${quoted(name)} into the rows of all who cross it.`;
    if (!meets) row.note([], NOBODY_KEPT_OFF, todo);
  });
}

const NOBODY_KEPT_OFF = "the intergreen matrix has no time between it and any vehicles, so that nothing keeps them off who walks";

const quoted = (name: string): string => (/^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name));

function checkTime(row: IntergreenRow, from: GroupRow, to: GroupRow, least: number): void {
  const at = ["times", to.value.name!];
  if (from === to) {
    row.note(at, "a signal group does not conflict with itself", "Take it away.");
    return;
  }
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const) {
    if (one.value.yields_to?.includes(other.value.name!))
      row.note(at, `${one.where} gives way to ${other.where}, and yet they conflict`, "Take the time away here, or the name in yields_to.");
  }
  const key = from.value.kind === "pedestrian" ? "ped_clear" : "yellow_change";
  const own = from.value[key];
  if (own === undefined || least >= own) return;
  const words = `${from.value.name} to ${to.value.name} is ${tenths(least)} s, shorter than ${key} of ${from.where} (${tenths(own)} s)`;
  const counts = key === "ped_clear" ? "from the end of the walk" : "from the end of green";
  row.note(at, words, `It counts ${counts}: write at least that.`);
}
