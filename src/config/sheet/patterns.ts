import { PATTERN_FREE, type PatternNumber } from "../../traffic/numbers.ts";
import type { Coordination, DayPlan, Pattern, ScheduleEntry, Site } from "../../traffic/site.ts";
import { plans } from "../../traffic/strategies.ts";
import { clockOf } from "../../traffic/time.ts";
import { crossing_ds, cycleOf } from "../cycle.ts";
import { tenths } from "../fields.ts";
import { section } from "./columns.ts";

/** Which greens are in force when. */
export const patternLines = (site: Site): string[] => [
  ...section(
    "patterns (seconds)",
    site.patterns.flatMap((pattern) => [headOf(pattern), ...ringsOf(site, pattern)]),
  ),
  ...section("days (local time)", [
    ...site.day_plans.map((plan) => planOf(site, plan)),
    ...site.schedule.map(entryOf),
    ...(site.schedule.length === 0 ? [] : [`  any other day: pattern ${titled(site, site.start_pattern)}`]),
  ]),
  ...fallback(site),
];

function titled(site: Site, number: PatternNumber): string {
  if (number === PATTERN_FREE) return `${number} free`;
  return `${number} "${site.patterns.find((p) => p.number === number)!.name}"`;
}

function headOf(pattern: Pattern): string {
  const { number, name, strategy, sequence, maximum, coordination, omit } = pattern;
  const words = [
    coordination === null ? "free" : cycleWords(coordination),
    ...(strategy === "fully-actuated" ? [] : [strategy]),
    ...(plans(strategy) ? [planWords(pattern)] : []),
    ...(sequence === 1 ? [] : [`sequence ${sequence}`]),
    ...(maximum === "max1" ? [] : ["max 2"]),
    ...(omit.length === 0 ? [] : [`omits ${omit.join(", ")}`]),
  ];
  return `  ${number} "${name}": ${words.join(", ")}`;
}

const planWords = ({ longest_wait_ds, horizon_ds, ageing_pm }: Pattern): string =>
  `nobody waits for longer than ${tenths(longest_wait_ds)}, looks ${tenths(horizon_ds)} ahead, delay ages by ${tenths(ageing_pm)} % a second`;

const REFERENCES = { "begin-green": "green begins", "begin-yellow": "yellow begins" } as const;

function cycleWords({ cycle_ds, offset_ds, phases, reference, force_off, correction, max_inhibit }: Coordination): string {
  const coordinated = `${phases.join(" and ")} coordinated`;
  const at = `${phases[0]}'s ${REFERENCES[reference]} at ${tenths(offset_ds)}`;
  const inhibited = max_inhibit ? ["maximums inhibited"] : [];
  return [`cycle ${tenths(cycle_ds)}`, coordinated, at, `${force_off} force-offs`, `corrected by ${correction}`, ...inhibited].join(", ");
}

/** The splits of a cycle, each ring in the pattern's order. */
function ringsOf(site: Site, { sequence, coordination, phases }: Pattern): readonly string[] {
  if (coordination === null) return [];
  const split = (number: number) => phases.find((each) => each.phase === number)?.split_ds ?? 0;
  const walks = site.phases.filter((phase) => crossing_ds(phase) > split(phase.number));
  const lines = site.rings.map((ring) => {
    const own = site.sequences.find((each) => each.number === sequence)?.rings.find((each) => each.ring === ring.number);
    const groups = (own?.groups ?? ring.groups).map((group) => group.map((number) => `${number}: ${tenths(split(number))}`).join("  "));
    return `    ring ${ring.number}: | ${groups.join(" | ")} |`;
  });
  return [
    ...lines,
    ...walks.map(
      (phase) =>
        `    a walk of phase ${phase.number} takes ${tenths(crossing_ds(phase))} s of its ${tenths(split(phase.number))} s: it puts the cycle out of step`,
    ),
  ];
}

const planOf = (site: Site, { number, actions }: DayPlan): string =>
  `  day plan ${number}: ${actions.map(({ at_min, pattern }) => `${clockOf(at_min)} ${titled(site, pattern)}`).join(", ")}`;

const entryOf = ({ day_plan, dates, days }: ScheduleEntry): string => `  ${[...dates, ...days].join(", ")}: day plan ${day_plan}`;

function fallback(site: Site): string[] {
  const pattern = site.patterns.find((p) => p.number === site.fallback_pattern)!;
  const { rings, cycle_ds } = cycleOf(site, pattern);
  const lines = rings.map(({ ring, groups: own, splits_ds, total_ds }) => {
    const groups = own.map((group, g) => group.map((phase, i) => `${phase}: ${tenths(splits_ds[g]![i]!)}`).join("  "));
    return `  ring ${ring}: | ${groups.join(" | ")} | ${tenths(total_ds)} s`;
  });
  const back = `falls back to pattern ${titled(site, pattern.number)}, whose cycle is about ${tenths(cycle_ds)} s:`;
  return ["", `begins with pattern ${titled(site, site.start_pattern)}; ${back}`, ...lines];
}
