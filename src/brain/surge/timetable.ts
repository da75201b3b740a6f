import { TimeBase } from "../../timing/time-base.ts";
import type { WallTime } from "../../traffic/time.ts";
import { CLASSES } from "./classes.ts";
import { type Shift, type Surge, shiftsOf } from "./surge.ts";

/** Who takes precedence comes first: by class, of equals as they stand in the file. */
export const byPrecedence = (surges: readonly Surge[]): readonly Surge[] =>
  surges.toSorted((a, b) => CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class));

/** What a unit does when: of two that overlap the one with precedence, and of the other what is left of it before and behind. In the order of time. */
export function timetableOf(surges: readonly Surge[], unit: string): readonly Shift[] {
  const taken: Shift[] = [];
  for (const surge of byPrecedence(surges.filter(({ units, event }) => units.includes(unit) && event !== null)))
    taken.push(...shiftsOf(surge).flatMap((shift) => freeOf(shift, taken)));
  return taken.toSorted((a, b) => a.from - b.from);
}

/** What the others leave of it. */
function freeOf(shift: Shift, taken: readonly Shift[]): readonly Shift[] {
  let parts: readonly Shift[] = [shift];
  for (const { from, to } of taken)
    parts = parts.flatMap((part) => {
      if (to <= part.from || from >= part.to) return [part];
      return [...(part.from < from ? [{ ...part, to: from }] : []), ...(part.to > to ? [{ ...part, from: to }] : [])];
    });
  return parts;
}

/** Hours of one date in a unit's own clocks; `to_min` is not in them any more. */
export interface Hours {
  readonly date: string;
  readonly from_min: number;
  readonly to_min: number;
}

const DAY_MIN = 1_440;
const DAY_MS = 86_400_000;

/**
 * The first minute of a unit's calendar that begins when `at` has come, and not before. An hour that the clocks go through twice a unit goes through once
 * (`src/timing/time-base.ts`): a moment in its second half is the end of it.
 */
function edge(at: number, base: TimeBase): { readonly date: string; readonly minute: number } {
  const { day, minute } = base.at((at - 1) as WallTime);
  if (minute + 1 < DAY_MIN) return { date: day.date, minute: minute + 1 };
  return { date: new Date(Date.parse(`${day.date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10), minute: 0 };
}

/** A stretch of time as a unit's day plans can say it: dates and minutes of `zone`. */
export function hoursOf({ from, to }: Pick<Shift, "from" | "to">, zone: string): readonly Hours[] {
  const base = new TimeBase(zone);
  const [first, last] = [edge(from, base), edge(to, base)];
  const hours: Hours[] = [];
  for (let at = Date.parse(`${first.date}T00:00:00Z`); ; at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10);
    if (date > last.date || hours.length > 7) return hours;
    // What ends at midnight ends a minute before: then the next day need not know of it.
    const ends = date === last.date ? last.minute : date === dayBefore(last.date) && last.minute === 0 ? DAY_MIN - 1 : DAY_MIN;
    const begins = date === first.date ? first.minute : 0;
    if (begins < ends) hours.push({ date, from_min: begins, to_min: ends });
  }
}

const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
