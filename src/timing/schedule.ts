import type { PatternNumber } from "../traffic/numbers.ts";
import type { DayPlan, ScheduleEntry, Site } from "../traffic/site.ts";

export type Weekday = ScheduleEntry["days"][number];
export const WEEKDAYS: readonly Weekday[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** A day of the local calendar: "2026-12-24", "thu". */
export interface Day {
  readonly date: string;
  readonly weekday: Weekday;
}

/** How particular an entry is about a day: the very date, the date of every year, the day of the week; 0: it does not speak of it. */
function rank({ dates, days }: ScheduleEntry, { date, weekday }: Day): number {
  if (dates.includes(date)) return 3;
  if (dates.includes(date.slice(5))) return 2;
  return days.includes(weekday) ? 1 : 0;
}

/** A day's plan by the most particular entry of the schedule, of equals the first. */
export function dayPlanOf({ schedule, day_plans }: Pick<Site, "schedule" | "day_plans">, day: Day): DayPlan | undefined {
  let best: ScheduleEntry | undefined;
  for (const entry of schedule) {
    if (rank(entry, day) > (best === undefined ? 0 : rank(best, day))) best = entry;
  }
  return day_plans.find(({ number }) => number === best?.day_plan);
}

/**
 * What the schedule puts in force at a minute of a day; null where it says nothing. An action stays until the next one: before a day's
 * first, what stood at the end of the day before.
 */
export function scheduled(site: Pick<Site, "schedule" | "day_plans">, day: Day, minute: number, before: Day): PatternNumber | null {
  const plan = dayPlanOf(site, day);
  if (plan === undefined) return null;
  const done = plan.actions.filter(({ at_min }) => at_min <= minute).at(-1);
  return (done ?? dayPlanOf(site, before)?.actions.at(-1))?.pattern ?? null;
}
