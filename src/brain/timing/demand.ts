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
interface LaneCount {
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
export function demandOf(records: readonly LaneRecord[], { days, from_min, to_min }: Hours, local: LocalTime): Demand {
  const lanes = new Map<string, Sums>();
  const byDay = new Map<number, { vehicles: number; times: number }>();
  for (const { wall_ms, vehicles, ...lane } of records.flatMap((record) => countOf(record) ?? [])) {
    const { day, weekday, minute } = momentOf(wall_ms, local);
    if (!days.includes(weekday) || minute < from_min || minute >= to_min) continue;
    const whole = byDay.get(day) ?? { vehicles: 0, times: 0 };
    for (const each of [sumsOf(lanes, lane), whole]) {
      each.vehicles += vehicles;
      each.times++;
    }
    byDay.set(day, whole);
  }
  const flows = [...lanes.values()].map(flowOf);
  const times = [...byDay.values()].reduce((sum, each) => sum + each.times, 0);
  return { flows, days: byDay.size, seen_min: (times * ESTIMATE_MS) / 60_000, spread_pm: spread_pm([...byDay.values()]) };
}

interface Sums {
  readonly approach: string;
  readonly lane: number;
  vehicles: number;
  times: number;
}

function sumsOf(lanes: Map<string, Sums>, { approach, lane }: Pick<LaneCount, "approach" | "lane">): Sums {
  const key = `${lane} ${approach}`;
  const sums = lanes.get(key) ?? { approach, lane, vehicles: 0, times: 0 };
  lanes.set(key, sums);
  return sums;
}

const flowOf = ({ approach, lane, vehicles, times }: Sums): LaneFlow => ({
  approach,
  lane,
  vehicles_h: (vehicles * HOUR_MS) / ESTIMATE_MS / times,
});

/** The middle of the five minutes, on the site's clocks. */
function momentOf(wall_ms: number, local: LocalTime): { readonly day: number; readonly weekday: Weekday; readonly minute: number } {
  const clock_ms = local.of((wall_ms - ESTIMATE_MS / 2) as WallTime);
  const day = Math.floor(clock_ms / DAY_MS);
  // 1970-01-01 was a Thursday.
  return { day, weekday: WEEK[(((day + 3) % 7) + 7) % 7]!, minute: (clock_ms - day * DAY_MS) / 60_000 };
}

/** A week of what usually comes: weeks of counts are read once, and asked for as many of its hours as anybody likes. */
export class UsualWeek {
  readonly #local: LocalTime;
  /** By day of the week and five minutes of it, each with its lanes. */
  readonly #slots = new Map<string, Map<string, Sums>>();

  constructor(local: LocalTime) {
    this.#local = local;
  }

  add(record: LaneRecord): void {
    const count = countOf(record);
    if (count === null) return;
    const { weekday, minute } = momentOf(count.wall_ms, this.#local);
    const slot = `${weekday} ${Math.floor(minute / SLOT_MIN)}`;
    const lanes = this.#slots.get(slot) ?? new Map<string, Sums>();
    this.#slots.set(slot, lanes);
    const sums = sumsOf(lanes, count);
    sums.vehicles += count.vehicles;
    sums.times++;
  }

  /** Lane by lane; [] where nothing was measured. */
  flows({ days, from_min, to_min }: Hours): readonly LaneFlow[] {
    const lanes = new Map<string, Sums>();
    for (const weekday of days)
      for (let slot = Math.ceil(from_min / SLOT_MIN - 0.5); (slot + 0.5) * SLOT_MIN < to_min; slot++)
        for (const each of this.#slots.get(`${weekday} ${slot}`)?.values() ?? []) {
          const sums = sumsOf(lanes, each);
          sums.vehicles += each.vehicles;
          sums.times += each.times;
        }
    return [...lanes.values()].map(flowOf);
  }
}

const SLOT_MIN = ESTIMATE_MS / 60_000;

function spread_pm(days: readonly { readonly vehicles: number; readonly times: number }[]): number | null {
  if (days.length < 2) return null;
  const each = days.map(({ vehicles, times }) => vehicles / times);
  const mean = each.reduce((a, b) => a + b, 0) / each.length;
  if (mean === 0) return 0;
  return Math.round((1_000 * Math.sqrt(each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (each.length - 1))) / mean);
}

/** A journal is anybody's who has a certificate: what does not read like a lane that counted is null. */
function countOf({ wall_ms, value, detail }: LaneRecord): LaneCount | null {
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
