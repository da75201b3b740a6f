import { PATTERN_FREE } from "../../traffic/numbers.ts";
import { clockOf } from "../../traffic/time.ts";
import type { DayPlanRow, SiteFile } from "../file.ts";
import type { Row } from "../rows.ts";
import type { SCHEDULE } from "../tables/patterns.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

type ScheduleRow = Row<typeof SCHEDULE>;

/** Which pattern holds at which hour of which day. Where the schedule says nothing, the start pattern does. */
export const checkDayPlans: Check = ({ day_plans, schedule }, refs) => {
  noteTwice(
    day_plans.map(({ row }) => ({ row, key: row.value.number })),
    "number",
    (number) => `number ${number}`,
    "Give each day plan its own number.",
  );
  for (const plan of day_plans) checkActions(plan, refs);
  for (const row of schedule) checkEntry(row, refs);
  checkUsed(day_plans, schedule, refs);
  checkShadowed(schedule);
};

function checkActions({ row, actions }: DayPlanRow, { patterns }: References): void {
  if (actions.length === 0) row.note([], "it has no actions", 'Write actions = [{ at = "00:00", pattern = 1 }].');
  actions.forEach((action, i) => {
    const { at, pattern } = action.value;
    if (pattern !== PATTERN_FREE) patterns.find(pattern, (words, todo) => action.note("pattern", words, `${todo} 254 is free.`));
    const before = actions[i - 1]?.value.at;
    if (at === undefined || before === undefined || at > before) return;
    const words = at === before ? `${clockOf(at)} is there twice` : `${clockOf(at)} stands behind ${clockOf(before)}`;
    action.note("at", words, "Write the actions of a day in order, each at its own time.");
  });
}

function checkEntry(row: ScheduleRow, { day_plans }: References): void {
  day_plans.find(row.value.day_plan, (words, todo) => row.note("day_plan", words, todo));
  const { dates, days } = row.value;
  if (dates?.length === 0 && days?.length === 0) row.note([], "it names no day", 'Write days = ["mon"] or dates = ["12-24"].');
  for (const [key, list] of [
    ["dates", dates],
    ["days", days],
  ] as const) {
    list?.forEach((day, i) => {
      if (list.indexOf(day as never) < i) row.note([key, i], `"${day}" is there twice`, "Take one away.");
    });
  }
}

/** A plan that no day has is a number mistyped in the schedule, or forgotten there. */
function checkUsed(day_plans: SiteFile["day_plans"], schedule: readonly ScheduleRow[], refs: References): void {
  if (schedule.some(({ value: { day_plan } }) => day_plan === undefined || !refs.day_plans.get(day_plan))) return;
  for (const { row } of day_plans) {
    const { number } = row.value;
    if (number !== undefined && !schedule.some(({ value }) => value.day_plan === number))
      row.note("number", "no day has it", "Write a [[schedule]] entry with its number, or take it away.");
  }
}

/** Of two entries for the same day the first holds, so that the second is a mistake. */
function checkShadowed(schedule: readonly ScheduleRow[]): void {
  const first = new Map<string, ScheduleRow>();
  for (const row of schedule) {
    for (const [key, list] of [
      ["dates", row.value.dates],
      ["days", row.value.days],
    ] as const) {
      list?.forEach((day, i) => {
        const other = first.get(day);
        if (other === undefined) first.set(day, row);
        else if (other !== row)
          row.note(
            [key, i],
            `"${day}" already has day plan ${other.value.day_plan} on line ${other.line}`,
            "A day has one plan: take one away.",
          );
      });
    }
  }
}
