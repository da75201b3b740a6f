import type { Tried } from "../plans/saved.ts";
import { scoreOf, type Trial } from "./score.ts";
import { SLICE_MS, type Slice } from "./slice.ts";

/** The busiest hour that was recorded whole, as its two half hours; null where there is none. */
export function busiestHour(slices: readonly Slice[]): readonly [Slice, Slice] | null {
  let busiest: readonly [Slice, Slice] | null = null;
  let most = -1;
  slices.forEach((slice, i) => {
    const next = slices[i + 1];
    const whole = next !== undefined && slice.length_ms === SLICE_MS && next.length_ms === SLICE_MS && next.wall - slice.wall === SLICE_MS;
    if (!whole || slice.vehicles + next.vehicles <= most) return;
    most = slice.vehicles + next.vehicles;
    busiest = [slice, next];
  });
  return busiest;
}

/** What else became of an hour: faults of the monitor, patterns that could not be coordinated. */
export interface Troubles {
  readonly faults: number;
  readonly ranFree: number;
}

/** Beyond these a plan is not put in force by anybody far away. */
const WORSE = 1.5;
const WORSE_BY_S = 10;
/** Somebody who waits for so much longer than anybody did is starved. */
const STARVED = 1.5;
const STARVED_BY_S = 120;

type Figures = NonNullable<Tried["after"]>;

function figuresOf(trials: readonly Trial[]): Figures {
  const score = scoreOf(trials);
  return {
    vehicles: score.vehicles,
    mean_delay_ds: Math.round(score.mean_delay_s * 10),
    p95_delay_s: score.p95_delay_s,
    longest_delay_s: score.longest_delay_s,
    mean_walk_wait_ds: Math.round(score.mean_walk_wait_s * 10),
  };
}

/** What a trial came to. `was`, `is`: of the same hour with the same people, under the plan in force and under the new one. */
export function triedBy(
  { hash, against, hour }: Pick<Tried, "hash" | "against" | "hour">,
  was: readonly Trial[],
  is: readonly Trial[],
  troubles: Troubles,
): Tried {
  const [before, after] = [figuresOf(was), figuresOf(is)];
  const why = whyNot(before, after, troubles);
  const s = (ds: number) => (ds / 10).toFixed(1);
  const figures =
    `mean delay ${s(before.mean_delay_ds)} s before, ${s(after.mean_delay_ds)} s after; ` +
    `longest ${before.longest_delay_s} s, ${after.longest_delay_s} s; those on foot wait ${s(before.mean_walk_wait_ds)} s, ${s(after.mean_walk_wait_ds)} s`;
  return { hash, against, hour, passed: why === "", words: why === "" ? figures : `${why} (${figures})`, before, after };
}

function whyNot(before: Figures, after: Figures, { faults, ranFree }: Troubles): string {
  if (faults > 0) return "the conflict monitor tripped";
  if (ranFree > 0) return "a pattern of it cannot be coordinated and runs free";
  if (after.longest_delay_s > Math.max(before.longest_delay_s * STARVED, before.longest_delay_s + STARVED_BY_S))
    return "somebody is starved";
  if (after.mean_delay_ds > before.mean_delay_ds * WORSE + WORSE_BY_S * 10) return "it is worse by more than half";
  return "";
}
