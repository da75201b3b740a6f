import { tenths } from "../fields.ts";
import type { Row } from "../rows.ts";
import type { CLEARANCE } from "../tables/phases.ts";
import { type Place, placesOf } from "./compatible.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

/** What a file takes away from the rings: pairs that must not go together, and more time between some. */
export const checkConcurrency: Check = (file, refs) => {
  const { concurrency, clearances } = file;
  const places = placesOf(file);
  const conflicts = concurrency.value.conflicts ?? [];
  conflicts.forEach(([a, b], i) => {
    const at = ["conflicts", i];
    const here = (words: string, todo: string) => concurrency.note(at, words, todo);
    if (refs.phases.find(a, here) === undefined || refs.phases.find(b, here) === undefined) return;
    const again = conflicts.findIndex(([x, y]) => (x === a && y === b) || (x === b && y === a));
    const never = neverTogether(a, b, places);
    if (a === b) here(`phase ${a} conflicts with itself`, "Write two phases of different rings.");
    else if (again < i) here(`phases ${a} and ${b} are there twice`, "Take one away.");
    else if (never !== null) here(`phases ${a} and ${b} are never green together: ${never}`, "Take the pair away, or correct a number.");
  });
  for (const row of clearances) checkClearance(row, refs, places, conflicts);
  noteTwice(
    clearances.flatMap((row) => {
      const { from, to } = row.value;
      return from === undefined || to === undefined ? [] : [{ row, key: `${from} to ${to}` }];
    }),
    "from",
    (pair) => `the time from phase ${pair}`,
    "Take one away.",
  );
};

function neverTogether(a: number, b: number, places: ReadonlyMap<number, Place>): string | null {
  const [one, other] = [places.get(a), places.get(b)];
  if (one === undefined || other === undefined) return null;
  if (one.ring === other.ring) return "they are in one ring";
  return one.group === other.group ? null : "a barrier is between them";
}

function checkClearance(
  row: Row<typeof CLEARANCE>,
  refs: References,
  places: ReadonlyMap<number, Place>,
  conflicts: readonly (readonly number[])[],
): void {
  const { from, to, least } = row.value;
  const ending = refs.phases.find(from, (words, todo) => row.note("from", words, todo))?.value;
  const beginning = refs.phases.find(to, (words, todo) => row.note("to", words, todo));
  if (ending === undefined || beginning === undefined || from === undefined || to === undefined) return;
  const apart = conflicts.some((pair) => pair.includes(from) && pair.includes(to));
  if (from === to)
    row.note("to", `phase ${from} conflicts with itself`, "Write red_revert in the phase for the time before its own next green.");
  else if (places.has(from) && places.has(to) && neverTogether(from, to, places) === null && !apart)
    row.note("to", `phases ${from} and ${to} may be green together`, "A clearance lies between two that conflict: correct a number.");
  const { yellow_change, red_clear } = ending;
  if (least === undefined || yellow_change === undefined || red_clear === undefined || least > yellow_change + red_clear) return;
  const own = `yellow_change and red_clear of phase ${from} (${tenths(yellow_change)} + ${tenths(red_clear)} s)`;
  row.note(
    "least",
    `least is ${tenths(least)} s, no longer than ${own}`,
    "These hold in any case: write a longer time, or take the table away.",
  );
}
