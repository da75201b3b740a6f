import { AHEAD_STEPS } from "./numbers.ts";
import type { Instant, WallTime } from "./time.ts";

/** Vehicles that come and go are told in steps of so long. */
export const STEP_MS = 2_000;
/** Of those who have left: as long as the longest way to a neighbour takes. */
export const LEFT_STEPS = 60;

/** Who leaves a unit's lanes, as it tells its neighbours: complete in itself, made anew at the end of every step. */
export interface Departures {
  /** By the unit's own clock. It orders what is said and tells how old it is; nobody compares it with another clock. */
  readonly issued: WallTime;
  readonly lanes: readonly LaneDepartures[];
}

export interface LaneDepartures {
  /** As the unit's own site file has them. */
  readonly approach: string;
  readonly lane: number;
  /** Vehicles that left it, by steps back from `issued`, the latest first; zeros at the end are left out. */
  readonly left: readonly number[];
  /** Hundredths of vehicles that its plan expects to leave, by steps from `issued`; the same. */
  readonly expected: readonly number[];
}

/** Arrivals begin so many steps before now: who is late is still on the way. */
export const BEFORE_STEPS = 5;
export const ARRIVAL_STEPS = BEFORE_STEPS + AHEAD_STEPS;

/** What a neighbour's departures mean for one road of ours: an input of the unit. */
export interface Announcement {
  readonly at: Instant;
  /** Place in the site's list of neighbours. */
  readonly road: number;
  /** Hundredths of vehicles at our stop line if nobody stood in the way, by steps from ten seconds before `at`; zeros at the end are left out. */
  readonly arriving: readonly number[];
}

export const withoutEnd = (numbers: readonly number[]): readonly number[] => numbers.slice(0, numbers.findLastIndex((n) => n !== 0) + 1);
