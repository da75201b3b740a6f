import * as v from "valibot";
import type { PeriodWave, Wave } from "./wave.ts";

const Ds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2_550));
/** Whole seconds, as they were computed. */
const S = v.pipe(Ds, v.multipleOf(10));
const Cycle = v.pipe(S, v.minValue(300));
const Unit = v.object({ unit: v.string(), cycle_ds: Cycle, offset_ds: S, splits: v.array(v.tuple([v.number(), Ds])) });
const Period = v.object({ name: v.string(), cycle_ds: Cycle, units: v.array(Unit) });
const Kept = v.record(v.string(), v.object({ sent_ms: v.number(), periods: v.array(Period) }));

export type StandingPeriod = v.InferOutput<typeof Period>;

/** What was sent to the units of an arterial, so that a next one that is hardly better leaves it alone. */
export interface Standing {
  readonly sent_ms: number;
  readonly periods: readonly StandingPeriod[];
}

/** By arterial. What cannot be read is nothing: a file is anybody's, and the worst that follows is a plan that was not needed. */
export function standingIn(text: string): { readonly [arterial: string]: Standing } {
  try {
    const read = v.safeParse(Kept, JSON.parse(text));
    return read.success ? read.output : {};
  } catch {
    return {};
  }
}

export function standingOf({ periods }: Wave, sent_ms: number): Standing {
  const worth = periods.filter((period): period is PeriodWave => !("refused" in period) && period.verdict !== "not-worth");
  return {
    sent_ms,
    periods: worth.map(({ hours, cycle_ds, units }) => ({
      name: hours.name,
      cycle_ds,
      units: units.map(({ unit, timing, offset_ds }) => ({ unit, cycle_ds: timing.cycle_ds, offset_ds, splits: [...timing.splits] })),
    })),
  };
}
