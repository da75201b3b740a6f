import { readSite } from "../../config/index.ts";
import { planned } from "../../plans/text.ts";
import type { PatternNumber } from "../../traffic/numbers.ts";
import type { Site } from "../../traffic/site.ts";
import { apartIn, frameOf } from "../timing/frame.ts";
import { greensFor } from "../timing/longest.ts";
import { type NewPattern, type Period, planText } from "../timing/plan-text.ts";
import { type Timing, timingOf } from "../timing/timing.ts";
import { busiestOn, type Usual } from "./busiest.ts";
import { flowsIn } from "./demand.ts";
import type { Shift, Surge } from "./surge.ts";
import { hoursOf, timetableOf } from "./timetable.ts";

/** A unit's own site with the plan that it has without us. */
export interface Base {
  /** Of the site file; the plan in force in place of its own tables. */
  readonly text: string;
  readonly site: Site;
}

/** A phase of a surge as a pattern of a unit. */
export interface Made {
  readonly surge: string;
  readonly phase: string;
  readonly pattern: PatternNumber;
  readonly timing: Timing;
}

/** A surge that stands in no plan, and why. */
export interface Left {
  readonly surge: string;
  readonly why: string;
}

export type Calendar =
  | {
      readonly text: string;
      readonly site: Site;
      readonly made: readonly Made[];
      readonly shifts: readonly Shift[];
      /** Those for which no greens can be computed yet: they keep none of the others out. */
      readonly left: readonly Left[];
    }
  | { readonly why: string };

/** The longest cycle that is computed. */
const LONGEST_DS = 1_200;
/** A crowd is never quite what was foreseen, and comes in clumps: a green may last for so much of what was computed while vehicles still come in it. */
const MOST_PM = 1_250;
/** People on foot wait from a green to the next one: however many come in cars, what is computed makes them wait for no longer than this. */
const ONCE_DS = 1_500;

/**
 * A unit's plan with its surges: whatever it has without them, and on their dates in their hours a pattern for the demand of each. The unit's clock begins and
 * ends them; those that a person begins are patterns that no hour has. `surges`: all of the unit's that are not over.
 */
export function calendarOf(base: Base, surges: readonly Surge[], unit: string, now_ms: number, usual: Usual): Calendar {
  const { site } = base;
  const here = surges.filter(({ units }) => units.includes(unit));
  const apart = apartIn(frameOf(site), site.conflicts);
  if (here.length > 0 && apart !== null)
    return { why: `phases ${apart.join(" and ")} conflict, and no barrier stands between them: no greens are computed for such a site` };
  const left: Left[] = [];
  for (;;) {
    const names = left.map(({ surge }) => surge);
    // Whoever is left out leaves its time to the others.
    const calendar = withAll(
      base,
      here.filter(({ name }) => !names.includes(name)),
      unit,
      now_ms,
      usual,
    );
    if (!("surge" in calendar)) return "why" in calendar ? calendar : { ...calendar, left };
    left.push(calendar);
    if (left.length === here.length) return { why: left.map(({ why }) => why).join("; ") };
  }
}

/** With every one of these; the first for which there are no greens. */
function withAll(
  { text, site }: Base,
  here: readonly Surge[],
  unit: string,
  now_ms: number,
  usual: Usual,
): Omit<Exclude<Calendar, { readonly why: string }>, "left"> | Left | { readonly why: string } {
  const shifts = timetableOf(here, unit).filter(({ to }) => to > now_ms);
  const patterns: NewPattern[] = [];
  const periods: Period[] = [];
  for (const surge of here)
    for (const phase of surge.phases) {
      const name = nameOf(surge.name, phase.name);
      const mine = shifts.filter((shift) => shift.surge === surge.name && shift.phase === phase.name);
      if (surge.event !== null && mine.length === 0) continue;
      const dates = mine.flatMap((shift) => hoursOf(shift, site.time_zone));
      const flows = flowsIn(surge, phase, unit, site, busiestOn(dates, usual));
      if (flows.every(({ vehicles_h }) => vehicles_h === 0))
        return { surge: surge.name, why: `${name}: nothing has been measured there yet in those hours, and the file states no vehicles` };
      const timing = timingOf(site, flows, { longest_ds: LONGEST_DS });
      if (timing === null) return { surge: surge.name, why: `${name}: its shortest greens and walks do not fit into ${LONGEST_DS / 10} s` };
      patterns.push({ name, timing, runs: { kind: "gaps", greens: greensFor(site, timing, MOST_PM, ONCE_DS) } });
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
