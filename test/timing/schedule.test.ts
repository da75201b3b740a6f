import t from "tap";
import { type Day, dayPlanOf, scheduled } from "../../src/timing/schedule.ts";
import type { PatternNumber } from "../../src/traffic/numbers.ts";
import type { ScheduleEntry } from "../../src/traffic/site.ts";

const at = (hour: number, minute = 0) => hour * 60 + minute;
const action = (at_min: number, pattern: number) => ({ at_min, pattern: pattern as PatternNumber });
const entry = (day_plan: number, days: ScheduleEntry["days"], dates: readonly string[] = []): ScheduleEntry => ({ day_plan, days, dates });

const day_plans = [
  { number: 1, actions: [action(at(6), 3), action(at(9), 1), action(at(22), 254)] },
  { number: 2, actions: [action(at(0), 1)] },
  { number: 3, actions: [action(at(8), 5)] },
];
const site = {
  day_plans,
  schedule: [
    entry(1, ["mon", "tue", "wed", "thu", "fri"]),
    entry(2, ["sat", "fri"]),
    entry(2, [], ["12-24", "12-25"]),
    entry(3, [], ["2026-12-24"]),
  ],
};

const THURSDAY: Day = { date: "2026-12-17", weekday: "thu" };
const CHRISTMAS_EVE: Day = { date: "2026-12-24", weekday: "thu" };
const LATER_EVE: Day = { date: "2027-12-24", weekday: "fri" };
const FRIDAY: Day = { date: "2026-12-18", weekday: "fri" };
const SUNDAY: Day = { date: "2026-12-20", weekday: "sun" };
const MONDAY: Day = { date: "2026-12-21", weekday: "mon" };
const WEDNESDAY: Day = { date: "2026-12-16", weekday: "wed" };

t.test("the day that is named most particularly has its plan; of equals the first entry counts", async (t) => {
  t.equal(dayPlanOf(site, THURSDAY)?.number, 1);
  t.equal(dayPlanOf(site, FRIDAY)?.number, 1, "the first of two that speak of Fridays");
  t.equal(dayPlanOf(site, CHRISTMAS_EVE)?.number, 3, "this very date before that of every year");
  t.equal(dayPlanOf(site, LATER_EVE)?.number, 2, "a date before the day of the week");
  t.equal(dayPlanOf(site, SUNDAY), undefined);
});

t.test("an action stands from its minute on until the next, and over midnight until the day's first", async (t) => {
  const on = (minute: number) => scheduled(site, THURSDAY, minute, WEDNESDAY);
  t.equal(on(at(6) - 1), 254, "still what stood in the evening before");
  t.equal(on(at(6)), 3);
  t.equal(on(at(9) - 1), 3);
  t.equal(on(at(9)), 1);
  t.equal(on(at(23, 59)), 254);
});

t.test("a day without a plan says nothing, nor does the morning after it before its plan's first action", async (t) => {
  t.equal(scheduled(site, SUNDAY, at(12), { date: "2026-12-19", weekday: "sat" }), null);
  t.equal(scheduled(site, MONDAY, at(5), SUNDAY), null);
  t.equal(scheduled(site, MONDAY, at(6), SUNDAY), 3);
});
