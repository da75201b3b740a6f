import type { PatternNumber, PhaseNumber } from "../../traffic/numbers.ts";
import type { DayPlan, ScheduleEntry, Site } from "../../traffic/site.ts";
import { clockOf } from "../../traffic/time.ts";
import type { Greens } from "./longest.ts";
import type { Timing } from "./timing.ts";

/** A pattern that is to stand beside the site file's own. */
export interface NewPattern {
  /** As people read it; other than the names of the site's patterns. */
  readonly name: string;
  readonly timing: Timing;
  readonly runs: InCycle | ByGaps;
}

/** In the timing's cycle and splits. */
interface InCycle {
  readonly kind: "cycle";
  /** Of the green's begin behind midnight, in the cycle. */
  readonly offset_ds: number;
  /** At most one a ring. */
  readonly coordinated: readonly PhaseNumber[];
}

/** Free: a green ends when nobody comes any more, and at the latest after this; a phase that has none here keeps what the site file has. */
interface ByGaps {
  readonly kind: "gaps";
  readonly greens: Greens;
}

export type Weekday = ScheduleEntry["days"][number];
export const WEEK: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
export const DAY_MIN = 1_440;

/** Of a date such as "2026-12-24". */
export const weekdayOf = (date: string): Weekday => WEEK[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!;

/** When one of the new patterns is in force, in minutes of local time; `to_min` is not in it any more, 1440 is midnight. */
export interface Period {
  readonly pattern: string;
  /** Days of the week, or dates such as "2026-12-24". */
  readonly days: readonly Weekday[];
  readonly dates?: readonly string[];
  readonly from_min: number;
  readonly to_min: number;
}

type Action = DayPlan["actions"][number];

/** Tables of a plan, alone on their line (as `src/plans/text.ts` cuts a site file). */
const HEADER = /^\s*\[\[?\s*([A-Za-z0-9_-]+)\s*(?:\.[^\]]*)?\]\]?\s*(?:#.*)?$/;
const NEW_FROM = 100;

/**
 * A plan in the words of a site file: the site's own patterns as its file (`text`) has them, the new ones, and its own day plans with the new
 * patterns in their hours. Dates that the file names keep what they have, unless a period names them. Whether a unit takes it, its own checks say.
 */
export function planText(text: string, site: Site, patterns: readonly NewPattern[], periods: readonly Period[]): string {
  const numbers = new Map<string, PatternNumber>();
  let next = NEW_FROM;
  for (const { name } of patterns) {
    while (site.patterns.some(({ number }) => number === next)) next++;
    numbers.set(name, next++ as PatternNumber);
  }
  const made = patterns.map((pattern) => patternText(pattern, numbers.get(pattern.name)!, site));
  return `${[ownPatterns(text), ...made, ...daysText(site, periods, numbers)].join("\n\n")}\n`;
}

/** Comments are left out: they are the file's, and a plan is small. */
function ownPatterns(text: string): string {
  let kept = false;
  const lines = text.split(/\r?\n/).filter((line) => {
    const table = HEADER.exec(line)?.[1];
    if (table !== undefined) kept = table === "patterns";
    return kept && line.trim() !== "" && !line.trim().startsWith("#");
  });
  return lines.join("\n");
}

const s = (ds: number): string => (ds / 10).toFixed(1);

export function patternText({ name, timing, runs }: NewPattern, number: number, site: Site): string {
  const { frame, cycle_ds } = timing;
  const word = site.stages === null ? "phase" : "stage";
  const entries = [
    ...(runs.kind === "cycle"
      ? frame.sides.flat(2).map(({ phase }) => `  { ${word} = ${phase}, split = ${s(timing.splits.get(phase)!)} },`)
      : [...runs.greens].map(([phase, ds]) => `  { ${word} = ${phase}, max_green = ${s(ds)} },`)),
    ...frame.omit.map((phase) => `  { ${word} = ${phase}, omit = true },`),
  ];
  const cycle = ({ offset_ds, coordinated }: InCycle): readonly string[] => [
    `cycle = ${s(cycle_ds)}`,
    `offset = ${s(offset_ds)}`,
    `coordinated = [${coordinated.join(", ")}]`,
    "max_inhibit = true",
  ];
  return [
    "[[patterns]]",
    `number = ${number}`,
    `name = ${JSON.stringify(name)}`,
    ...(frame.sequence === 1 ? [] : [`sequence = ${frame.sequence}`]),
    ...(runs.kind === "cycle" ? cycle(runs) : []),
    `${word}s = [`,
    ...entries,
    "]",
  ].join("\n");
}

/** What holds at each hour of a day, from midnight on. `before`: the plan of the day before, which holds until its first action. */
function dayOf(
  site: Site,
  own: DayPlan | undefined,
  before: DayPlan | undefined,
  periods: readonly Period[],
  numbers: ReadonlyMap<string, PatternNumber>,
): readonly Action[] {
  const base = own?.actions ?? [];
  const late = own === undefined ? undefined : before?.actions.at(-1);
  const standing = (at_min: number): PatternNumber =>
    (base.findLast((action) => action.at_min <= at_min) ?? late)?.pattern ?? site.start_pattern;
  const inside = (at_min: number): boolean => periods.some(({ from_min, to_min }) => at_min >= from_min && at_min < to_min);
  const actions: Action[] = base.filter(({ at_min }) => !inside(at_min));
  for (const { pattern, from_min, to_min } of periods) {
    actions.push({ at_min: from_min, pattern: numbers.get(pattern)! });
    if (to_min < DAY_MIN && !inside(to_min) && !base.some(({ at_min }) => at_min === to_min))
      actions.push({ at_min: to_min, pattern: standing(to_min) });
  }
  if (!actions.some(({ at_min }) => at_min === 0)) actions.push({ at_min: 0, pattern: standing(0) });
  const sorted = actions.toSorted((a, b) => a.at_min - b.at_min);
  return sorted.filter(({ pattern }, i) => i === 0 || sorted[i - 1]!.pattern !== pattern);
}

function daysText(site: Site, periods: readonly Period[], numbers: ReadonlyMap<string, PatternNumber>): readonly string[] {
  const dated = [...new Set(periods.flatMap(({ dates = [] }) => dates))];
  const plans = new Map<string, { readonly days: Weekday[]; readonly dates: string[] }>();
  const put = (actions: readonly Action[], key: "days" | "dates", day: string): void => {
    const told = JSON.stringify(actions);
    const plan = plans.get(told) ?? { days: [], dates: [] };
    plans.set(told, plan);
    (plan[key] as string[]).push(day);
  };
  const planOf = (entry: ScheduleEntry | undefined) => site.day_plans.find(({ number }) => number === entry?.day_plan);
  const ofDay = (day: Weekday) => site.schedule.find(({ days }) => days.includes(day));
  const before = (day: Weekday) => planOf(ofDay(WEEK[(WEEK.indexOf(day) + 6) % 7]!));
  for (const day of WEEK) {
    const own = planOf(ofDay(day));
    const here = periods.filter(({ days }) => days.includes(day));
    if (own !== undefined || here.length > 0) put(dayOf(site, own, before(day), here, numbers), "days", day);
  }
  // The very date comes before the date of every year.
  const listed = (date: string) =>
    site.schedule.find(({ dates }) => dates.includes(date)) ?? site.schedule.find(({ dates }) => dates.includes(date.slice(5)));
  for (const date of dated) {
    const weekday = weekdayOf(date);
    const own = planOf(listed(date) ?? ofDay(weekday));
    const here = periods.filter(({ days, dates = [] }) => dates.includes(date) || days.includes(weekday));
    put(dayOf(site, own, before(weekday), here, numbers), "dates", date);
  }
  for (const entry of site.schedule)
    for (const date of entry.dates) if (!dated.includes(date)) put(planOf(entry)?.actions ?? [], "dates", date);
  return [...plans].map(([told, { days, dates }], i) => {
    const actions = (JSON.parse(told) as readonly Action[]).map(
      ({ at_min, pattern }) => `  { at = "${clockOf(at_min)}", pattern = ${pattern} },`,
    );
    const plan = ["[[day_plans]]", `number = ${i + 1}`, "actions = [", ...actions, "]"];
    const entry = ["", "[[schedule]]", `day_plan = ${i + 1}`];
    const listedDates = dates.length === 0 ? [] : ["dates = [", ...dates.map((date) => `  "${date}",`), "]"];
    return [...plan, ...entry, ...(days.length === 0 ? [] : [`days = ${JSON.stringify(days)}`]), ...listedDates].join("\n");
  });
}
