import { readSite } from "../../config/index.ts";
import { planned } from "../../plans/text.ts";
import type { PatternNumber } from "../../traffic/numbers.ts";
import type { Site } from "../../traffic/site.ts";
import type { LaneFlow } from "../timing/loads.ts";
import { type NewPattern, type Period, planText, WEEK, type Weekday } from "../timing/plan-text.ts";
import { type Timing, timingOf } from "../timing/timing.ts";
import { flowsIn } from "./demand.ts";
import type { Shift, Surge } from "./surge.ts";
import { hoursOf, timetableOf } from "./timetable.ts";

/** A unit's own site with the plan that it has without us. */
export interface Base {
  /** Of the site file; the plan in force in place of its own tables. */
  readonly text: string;
  readonly site: Site;
}

/** Who usually comes, lane by lane, in hours of the unit's clocks. */
export type Usual = (hours: {
  readonly days: readonly Weekday[];
  readonly from_min: number;
  readonly to_min: number;
}) => readonly LaneFlow[];

/** A phase of a surge as a pattern of a unit. */
export interface Made {
  readonly surge: string;
  readonly phase: string;
  readonly pattern: PatternNumber;
  readonly timing: Timing;
}

export type Calendar =
  | { readonly text: string; readonly site: Site; readonly made: readonly Made[]; readonly shifts: readonly Shift[] }
  | { readonly why: string };

/** People on foot wait for a cycle: no crowd in cars makes them wait for longer than this. */
const LONGEST_DS = 1_200;
/** Of a surge that a person begins nobody knows the hour. */
const DAYTIME = { from_min: 6 * 60, to_min: 22 * 60 };
const HALF_HOUR_MIN = 30;
/** A crowd is never quite what was foreseen, and comes in clumps: a green may last for so much of what was computed while vehicles still come in it. */
const LONGEST_PM = 1_250;

/**
 * A unit's plan with its surges: whatever it has without them, and on their dates in their hours a pattern for the demand of each. The unit's clock begins and
 * ends them; those that a person begins are patterns that no hour has. `surges`: all of the unit's that are not over.
 */
export function calendarOf({ text, site }: Base, surges: readonly Surge[], unit: string, now_ms: number, usual: Usual): Calendar {
  const here = surges.filter(({ units }) => units.includes(unit));
  const shifts = timetableOf(here, unit).filter(({ to }) => to > now_ms);
  const patterns: NewPattern[] = [];
  const periods: Period[] = [];
  for (const surge of here)
    for (const phase of surge.phases) {
      const name = nameOf(surge.name, phase.name);
      const mine = shifts.filter((shift) => shift.surge === surge.name && shift.phase === phase.name);
      if (surge.event !== null && mine.length === 0) continue;
      const dates = mine.flatMap((shift) => hoursOf(shift, site.time_zone));
      const flows = flowsIn(surge, phase, unit, site, usualOf(dates[0], usual));
      if (flows.every(({ vehicles_h }) => vehicles_h === 0))
        return { why: `${name}: nothing has been measured there yet in those hours, and the file states no vehicles` };
      const timing = timingOf(site, flows, { longest_ds: LONGEST_DS });
      if (timing === null) return { why: `${name}: its shortest greens and walks do not fit into ${LONGEST_DS / 10} s` };
      patterns.push({ name, timing, runs: { kind: "gaps", longest_pm: LONGEST_PM } });
      periods.push(...dates.map(({ date, from_min, to_min }) => ({ pattern: name, days: [], dates: [date], from_min, to_min })));
    }
  const plan = planText(text, site, patterns, periods);
  const checked = planned({ text, site }, plan, readSite);
  if ("refused" in checked) return { why: checked.refused };
  const made = here.flatMap((surge) =>
    surge.phases.flatMap((phase): readonly Made[] => {
      const name = nameOf(surge.name, phase.name);
      const pattern = checked.site.patterns.find((each) => each.name === name);
      const timing = patterns.find((each) => each.name === name)?.timing;
      return pattern === undefined || timing === undefined
        ? []
        : [{ surge: surge.name, phase: phase.name, pattern: pattern.number, timing }];
    }),
  );
  return { text: plan, site: checked.site, made, shifts };
}

/** What a pattern is called in a unit's plan. */
export const nameOf = (surge: string, phase: string): string => `${surge} ${phase}`.slice(0, 64);

/** As this day of the week has it; where that was never measured, as any day has. */
function usualOf(
  hours: { readonly date: string; readonly from_min: number; readonly to_min: number } | undefined,
  usual: Usual,
): readonly LaneFlow[] {
  if (hours === undefined) return busiestOf({ days: WEEK, ...DAYTIME }, usual);
  const { date, from_min, to_min } = hours;
  const weekday = WEEK[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!;
  const same = busiestOf({ days: [weekday], from_min, to_min }, usual);
  return same.length > 0 ? same : busiestOf({ days: WEEK, from_min, to_min }, usual);
}

/** Of each lane its busiest half hour: greens for the mean of two hours are too short in one of them, and what stands at its end stands through the other. */
function busiestOf({ days, from_min, to_min }: Parameters<Usual>[0], usual: Usual): readonly LaneFlow[] {
  const busiest = new Map<string, LaneFlow>();
  for (let at_min = from_min; at_min < to_min; at_min += HALF_HOUR_MIN)
    for (const flow of usual({ days, from_min: at_min, to_min: Math.min(at_min + HALF_HOUR_MIN, to_min) })) {
      const lane = `${flow.lane} ${flow.approach}`;
      if (flow.vehicles_h > (busiest.get(lane)?.vehicles_h ?? -1)) busiest.set(lane, flow);
    }
  return [...busiest.values()];
}
