import { tenths } from "../fields.ts";
import { groupNamed } from "./check-groups.ts";
import type { Matrix } from "./matrix.ts";
import type { GroupRow, IntergreenRow, StageTables } from "./read.ts";

/** Each conflict has a time both ways, and no time ends before the yellow or the walk's clearance does. */
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
}

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
