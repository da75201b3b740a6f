import type { PhaseSeen } from "./seen.ts";

/** One lane of a trial: those who left in its half hour, and those who were still there with what they had been delayed by then. */
export interface LaneTrial {
  readonly approach: string;
  readonly phase: number;
  readonly vehicles: number;
  readonly delay_ms: number;
  readonly stops: number;
  /** Vehicles by their delay in whole seconds. */
  readonly delays_s: readonly number[];
}

/** What became of a half hour's people under some parameters. */
export interface Trial {
  readonly lanes: readonly LaneTrial[];
  readonly crossings: readonly { readonly detector: number; readonly phase: number; readonly people: number; readonly wait_ms: number }[];
  readonly seen: readonly PhaseSeen[];
}

export interface MovementScore {
  readonly approach: string;
  readonly phase: number;
  readonly vehicles: number;
  readonly mean_delay_s: number;
  readonly p95_delay_s: number;
}

/** Many of them together. */
export interface Score {
  readonly vehicles: number;
  readonly mean_delay_s: number;
  readonly p95_delay_s: number;
  readonly longest_delay_s: number;
  /** Stops a vehicle. */
  readonly stops: number;
  /** Greens that were cut with somebody standing at the line behind them, per mille of all. */
  readonly left_over_pm: number;
  readonly people: number;
  readonly mean_walk_wait_s: number;
  readonly movements: readonly MovementScore[];
}

export function scoreOf(trials: readonly Trial[]): Score {
  const lanes = trials.flatMap((trial) => trial.lanes);
  const seen = trials.flatMap((trial) => trial.seen);
  const crossings = trials.flatMap((trial) => trial.crossings);
  const all = meansOf(lanes);
  const people = sum(crossings, (c) => c.people);
  return {
    ...all,
    longest_delay_s: Math.max(0, longestOf(lanes) - 1),
    stops: sum(lanes, (l) => l.stops) / Math.max(1, all.vehicles),
    left_over_pm: Math.round(
      (sum(seen, (p) => p.left_over) * 1_000) /
        Math.max(
          1,
          sum(seen, (p) => p.greens),
        ),
    ),
    people,
    mean_walk_wait_s: sum(crossings, (c) => c.wait_ms) / 1_000 / Math.max(1, people),
    movements: [...Map.groupBy(lanes, ({ approach, phase }) => `${approach} ${phase}`).values()].map((own) => ({
      approach: own[0]!.approach,
      phase: own[0]!.phase,
      ...meansOf(own),
    })),
  };
}

function meansOf(lanes: readonly LaneTrial[]) {
  const vehicles = sum(lanes, (l) => l.vehicles);
  return {
    vehicles,
    mean_delay_s: sum(lanes, (l) => l.delay_ms) / 1_000 / Math.max(1, vehicles),
    p95_delay_s: percentile(lanes, vehicles, 0.95),
  };
}

/** To the second: the delay that so many of them did not exceed. */
function percentile(lanes: readonly LaneTrial[], vehicles: number, share: number): number {
  const longest = longestOf(lanes);
  let left = vehicles * share;
  for (let s = 0; s < longest; s++) {
    left -= sum(lanes, ({ delays_s }) => delays_s[s] ?? 0);
    if (left <= 0) return s;
  }
  return Math.max(0, longest - 1);
}

const longestOf = (lanes: readonly LaneTrial[]): number => lanes.reduce((most, { delays_s }) => Math.max(most, delays_s.length), 0);
const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0);

/** How two sets of parameters differ over the same half hours with the same people. Negative is better. */
export interface Difference {
  /** Mean delay of the second less that of the first. */
  readonly delay_s: number;
  /** Its standard error, from half hour to half hour; and half of its 95 % interval. Infinity where there are too few. */
  readonly error_s: number;
  readonly spread_s: number;
}

/**
 * Trials by half hour: those of its seeds. Half hours count by how much delay there was in them. A change does its part of the delay, at night
 * as in the peak: what is spread is how far each half hour is from that part, not from so many seconds (the ratio estimator, Cochran 1977).
 */
export function differenceOf(first: readonly (readonly Trial[])[], second: readonly (readonly Trial[])[]): Difference {
  const pairs = first.map((trials, i) => ({ was: totalOf(trials), is: totalOf(second[i]!) }));
  // Those who come are the same; who has left by the end of a half hour may differ by a few.
  const vehicles = sum(pairs, ({ was, is }) => (was.vehicles + is.vehicles) / 2);
  const [was, is] = [sum(pairs, (p) => p.was.delay_s), sum(pairs, (p) => p.is.delay_s)];
  const n = pairs.length;
  if (vehicles === 0 || was === 0 || n < 2) return { delay_s: 0, error_s: Number.POSITIVE_INFINITY, spread_s: Number.POSITIVE_INFINITY };
  const squares = sum(pairs, (p) => (p.is.delay_s - (is / was) * p.was.delay_s) ** 2);
  const error_s = Math.sqrt((squares * n) / (n - 1)) / vehicles;
  return { delay_s: (is - was) / vehicles, error_s, spread_s: student(n - 1) * error_s };
}

const totalOf = (trials: readonly Trial[]) => ({
  vehicles: sum(trials, (t) => sum(t.lanes, (l) => l.vehicles)),
  delay_s: sum(trials, (t) => sum(t.lanes, (l) => l.delay_ms)) / 1_000,
});

/** Student's t, two-sided 95 %, by degrees of freedom from 1. */
const T95 = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13];
const student = (freedom: number): number => T95[freedom - 1] ?? 1.96 + 2.5 / freedom;
