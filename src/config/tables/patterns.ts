import * as v from "valibot";
import { SEQUENCES_MAX } from "../../traffic/numbers.ts";
import { STRATEGIES } from "../../traffic/strategies.ts";
import { USUAL } from "../../traffic/usual.ts";
import { form, name, oneOf, percent, seconds, whole, yes } from "../fields.ts";
import { maybePhases, pattern, patternOrFree, phase, recall, SHEET } from "./words.ts";

/** Which greens are in force, and when. */

export const PATTERN = {
  number: pattern("Give each pattern its own number."),
  name: name("Write what it is for."),
  strategy: v.optional(oneOf(STRATEGIES), USUAL.pattern.strategy),
  sequence: v.optional(
    whole(1, SEQUENCES_MAX, "Write the number of one of the [[sequences]], or 1 for the rings' own order."),
    USUAL.pattern.sequence,
  ),
  maximum: v.optional(oneOf(["max1", "max2"]), USUAL.pattern.maximum),
  cycle: v.optional(seconds(30, 255, SHEET)),
  offset: v.optional(seconds(0, 254.9, SHEET), 0),
  coordinated: maybePhases("Write the phases that keep the green wave, at most one a ring: [2, 6]."),
  reference: v.optional(oneOf(["begin-green", "begin-yellow"]), "begin-green"),
  force_off: v.optional(oneOf(["floating", "fixed"]), "floating"),
  correction: v.optional(oneOf(["dwell", "short-way", "add-only"]), "short-way"),
  max_inhibit: v.optional(yes("Write true where no phase maxes out while the pattern is in step."), false),
  longest_wait: v.optional(
    seconds(30, 600, "Seconds that nobody who calls shall wait for longer: 120 is usual."),
    USUAL.pattern.longest_wait_ds / 10,
  ),
  horizon: v.optional(seconds(20, 120, "Seconds that the plan looks ahead: 60 is usual."), USUAL.pattern.horizon_ds / 10),
  ageing: v.optional(
    percent(20, "Per cent that a vehicle's delay weighs more for each second it has waited: 2.0 is usual."),
    USUAL.pattern.ageing_pm / 10,
  ),
};

/** What a pattern does not say of a phase stays as the phase has it. */
export const PATTERN_PHASE = {
  phase,
  max_green: v.optional(seconds(3, 255, SHEET)),
  recall: v.optional(recall),
  ped_recall: v.optional(yes("Write true where pedestrians are served in every cycle.")),
  split: v.optional(seconds(3, 255, SHEET)),
  omit: v.optional(yes("Write true where the pattern does not serve it."), false),
};

const DAY_PLANS_MAX = 255;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DAYS_IN = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export const DAY_PLAN = { number: whole(1, DAY_PLANS_MAX, "Give each day plan its own number.") };

/** "06:30" → minutes since midnight. */
export const DAY_PLAN_ACTION = {
  at: v.pipe(
    form(
      (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text),
      'be a time of day such as "06:30"',
      "Hours and minutes of local time, in quotation marks.",
    ),
    v.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))),
  ),
  pattern: patternOrFree("Write the number of one of the [[patterns]], or 254 for free."),
};

/** A day that is in the calendar, of a year or of every one. */
function isDate(text: string): boolean {
  const [, year, month, day] = /^(?:(\d{4})-)?(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (month === undefined) return false;
  if (year === undefined) return Number(day) >= 1 && Number(day) <= (DAYS_IN[Number(month) - 1] ?? 0);
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export const SCHEDULE = {
  day_plan: whole(1, DAY_PLANS_MAX, "Write the number of one of the [[day_plans]]."),
  dates: v.optional(
    v.pipe(
      v.array(
        form(
          isDate,
          'be a date of the calendar such as "2026-12-24", or "12-24" for every year',
          "Write year, month and day, in quotation marks.",
        ),
        'be a list of dates such as ["12-24"]',
      ),
      v.description('Write them as ["2026-12-24", "12-31"].'),
    ),
    () => [],
  ),
  days: v.optional(v.pipe(v.array(oneOf(DAYS), "be a list of days"), v.description(`Write some of ${DAYS.join(", ")}.`)), () => []),
};
