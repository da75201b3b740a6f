import type { Hours } from "../timing/demand.ts";
import type { LaneFlow } from "../timing/loads.ts";
import { WEEK, weekdayOf } from "../timing/plan-text.ts";

/** Who usually comes, lane by lane, in hours of the unit's clocks. */
export type Usual = (hours: Hours) => readonly LaneFlow[];

/** Of a surge that a person begins nobody knows the hour. */
const DAYTIME = { from_min: 6 * 60, to_min: 22 * 60 };
const HALF_HOUR_MIN = 30;

/**
 * Of each lane its busiest half hour on these dates, as their days of the week have it; where that was never measured, as any day has. Greens for the mean of two
 * hours are too short in one of them, and what stands at its end stands through the other. No dates: of any day.
 */
export function busiestOn(
  dates: readonly { readonly date: string; readonly from_min: number; readonly to_min: number }[],
  usual: Usual,
): readonly LaneFlow[] {
  if (dates.length === 0) return busiest([{ days: WEEK, ...DAYTIME }], usual);
  const on = (daysOf: (date: string) => Hours["days"]): readonly LaneFlow[] =>
    busiest(
      dates.map(({ date, ...hours }) => ({ days: daysOf(date), ...hours })),
      usual,
    );
  const same = on((date) => [weekdayOf(date)]);
  return same.length > 0 ? same : on(() => WEEK);
}

function busiest(all: readonly Hours[], usual: Usual): readonly LaneFlow[] {
  const most = new Map<string, LaneFlow>();
  for (const hours of all.flatMap(halvesOf))
    for (const flow of usual(hours)) {
      const lane = `${flow.lane} ${flow.approach}`;
      if (flow.vehicles_h > (most.get(lane)?.vehicles_h ?? -1)) most.set(lane, flow);
    }
  return [...most.values()];
}

/** Half hours, the last of them over some of the one before: five minutes of four weeks are chance. */
function halvesOf({ days, from_min, to_min }: Hours): readonly Hours[] {
  const count = Math.max(1, Math.ceil((to_min - from_min) / HALF_HOUR_MIN));
  return Array.from({ length: count }, (_, i) => {
    const from = Math.max(from_min, Math.min(from_min + i * HALF_HOUR_MIN, to_min - HALF_HOUR_MIN));
    return { days, from_min: from, to_min: Math.min(from + HALF_HOUR_MIN, to_min) };
  });
}
