import type { LaneDetail } from "../../detection/estimates.ts";
import { ESTIMATE_MS } from "../../detection/estimates.ts";
import type { LocalTime } from "../../journal/local-time.ts";
import type { WallTime } from "../../traffic/time.ts";
import type { LaneFlow } from "./loads.ts";
import { WEEK, type Weekday } from "./plan-text.ts";

/** A unit's own measure of one lane over five minutes (record 327), as the brain keeps it. */
export interface LaneRecord {
  /** The end of the five minutes. */
  readonly wall_ms: number;
  /** Vehicles, by the source that is believed. */
  readonly value: number;
  readonly detail: string;
}

/** What such a record says. */
export interface LaneCount {
  readonly wall_ms: number;
  readonly approach: string;
  readonly lane: number;
  readonly vehicles: number;
}

/** Hours of the site's clocks. */
export interface Hours {
  readonly days: readonly Weekday[];
  readonly from_min: number;
  readonly to_min: number;
}

/** Who usually comes in these hours, and how much is known of it. */
export interface Demand {
  readonly flows: readonly LaneFlow[];
  /** Days of which something was measured, and how much in all: five minutes of one lane are five minutes. */
  readonly days: number;
  readonly seen_min: number;
  /** How far the days' totals lie from their mean, for the mean: their standard deviation; null of fewer than two days. */
  readonly spread_pm: number | null;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Nobody leaves a line more often: what says more is no measure. */
const PER_LANE_MAX = 300;

/**
 * The usual demand of hours, lane by lane: the mean over all five minutes of which something believable was counted. Where a queue stood all the while this
 * is what left, and more would have come.
 */
export const demandOf = (records: readonly LaneRecord[], hours: Hours, local: LocalTime): Demand =>
  demandIn(
    records.flatMap((record) => countOf(record) ?? []),
    hours,
    local,
  );

/** The same of records that have been read already. */
export function demandIn(counts: Iterable<LaneCount>, { days, from_min, to_min }: Hours, local: LocalTime): Demand {
  const lanes = new Map<string, { readonly approach: string; readonly lane: number; vehicles: number; times: number }>();
  const byDay = new Map<number, { vehicles: number; times: number }>();
  for (const { wall_ms, vehicles, ...lane } of counts) {
    const clock_ms = local.of((wall_ms - ESTIMATE_MS / 2) as WallTime);
    const day = Math.floor(clock_ms / DAY_MS);
    const minute = (clock_ms - day * DAY_MS) / 60_000;
    // 1970-01-01 was a Thursday.
    const weekday = WEEK[(((day + 3) % 7) + 7) % 7]!;
    if (!days.includes(weekday) || minute < from_min || minute >= to_min) continue;
    const key = `${lane.lane} ${lane.approach}`;
    const sums = lanes.get(key) ?? { ...lane, vehicles: 0, times: 0 };
    const whole = byDay.get(day) ?? { vehicles: 0, times: 0 };
    for (const each of [sums, whole]) {
      each.vehicles += vehicles;
      each.times++;
    }
    lanes.set(key, sums);
    byDay.set(day, whole);
  }
  const flows = [...lanes.values()].map(
    ({ approach, lane, vehicles, times }): LaneFlow => ({ approach, lane, vehicles_h: (vehicles * HOUR_MS) / ESTIMATE_MS / times }),
  );
  const times = [...byDay.values()].reduce((sum, each) => sum + each.times, 0);
  return { flows, days: byDay.size, seen_min: (times * ESTIMATE_MS) / 60_000, spread_pm: spread_pm([...byDay.values()]) };
}

function spread_pm(days: readonly { readonly vehicles: number; readonly times: number }[]): number | null {
  if (days.length < 2) return null;
  const each = days.map(({ vehicles, times }) => vehicles / times);
  const mean = each.reduce((a, b) => a + b, 0) / each.length;
  if (mean === 0) return 0;
  return Math.round((1_000 * Math.sqrt(each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (each.length - 1))) / mean);
}

/** A journal is anybody's who has a certificate: what does not read like a lane that counted is null. */
export function countOf({ wall_ms, value, detail }: LaneRecord): LaneCount | null {
  try {
    const { approach, lane, source } = JSON.parse(detail) as Partial<LaneDetail>;
    return typeof approach === "string" &&
      Number.isInteger(lane) &&
      source !== null &&
      source !== undefined &&
      value >= 0 &&
      value <= PER_LANE_MAX
      ? { wall_ms, approach, lane: lane!, vehicles: value }
      : null;
  } catch {
    return null;
  }
}
