import t from "tap";
import { Plan } from "../../src/timing/plan.ts";
import { PatternNumber } from "../../src/traffic/numbers.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { FREE, fourLeg } from "./four-leg.ts";

const patterns = [1, 2, 3, 4].map((n) => ({ number: PatternNumber(n), name: `pattern ${n}`, ...FREE }));
const SITE: Site = {
  ...fourLeg({ patterns }),
  start_pattern: PatternNumber(1),
  fallback_pattern: PatternNumber(2),
  day_plans: [{ number: 1, actions: [{ at_min: 7 * 60, pattern: PatternNumber(3) }] }],
  schedule: [{ day_plan: 1, dates: [], days: ["mon"] }],
};
/** Monday, 1 June 2026, 06:00 in Berlin. */
const SIX = Date.parse("2026-06-01T04:00:00Z");
const S = 1_000;

/** What is in force so many seconds after six. */
const after = (plan: Plan, s: number, fixed = "") => {
  const { pattern, source, why } = plan.choose(Instant(s * S), WallTime(SIX + s * S), fixed);
  return [pattern, source, why];
};

t.test("the schedule's pattern stands from its minute on, before it the start pattern", async (t) => {
  const plan = new Plan(SITE);
  t.same(after(plan, 0), [1, "other", "the start pattern"]);
  t.same(after(plan, 3_599), [1, "other", "the start pattern"]);
  t.same(after(plan, 3_600), [3, "timebase", "the schedule"]);
  t.equal(plan.choose(Instant(3_600 * S), WallTime(SIX + 3_600 * S), "").clock_ds, 7 * 36_000, "tenths since midnight in Berlin");
});

t.test("the brain's pattern comes before the schedule's, until its time is over", async (t) => {
  const plan = new Plan(SITE);
  plan.heard(Instant(0));
  plan.ask(PatternNumber(4), Instant(7_200 * S));
  t.same(after(plan, 3_600), [4, "system-control", "the centre asked for it"]);
  t.same(after(plan, 7_199), [4, "system-control", "the centre asked for it"]);
  t.same(after(plan, 7_200), [3, "timebase", "the schedule"]);
});

t.test("on the fixed rung the fallback stands whoever asked for what, and afterwards what was asked for", async (t) => {
  const plan = new Plan(SITE);
  plan.heard(Instant(0));
  plan.ask(PatternNumber(4), Instant(600 * S));
  t.same(after(plan, 10, "the loops are gone"), [2, "other", "the loops are gone"]);
  t.same(after(plan, 20), [4, "system-control", "the centre asked for it"]);
});

t.test("a brain that falls silent loses its pattern after the unit backup time; one that is heard by any command keeps it", async (t) => {
  const plan = new Plan({ ...SITE, backup_ds: 3_000 });
  plan.heard(Instant(0));
  plan.ask(PatternNumber(4), Instant(36_000 * S));
  t.same(after(plan, 299), [4, "system-control", "the centre asked for it"]);
  plan.heard(Instant(299 * S));
  t.same(after(plan, 598), [4, "system-control", "the centre asked for it"]);
  t.same(after(plan, 599), [1, "backup-mode", "nothing was heard from the centre for 300 s: the start pattern"]);
  t.same(after(plan, 3_600), [3, "backup-mode", "nothing was heard from the centre for 300 s: the schedule"]);
  plan.heard(Instant(3_700 * S));
  t.same(after(plan, 3_701), [3, "timebase", "the schedule"], "heard again: but what was dropped must be asked for again");
});

t.test("without a backup time the brain's pattern ends by its own time alone", async (t) => {
  const plan = new Plan(SITE);
  plan.heard(Instant(0));
  plan.ask(PatternNumber(4), Instant(86_400 * S));
  t.same(after(plan, 86_399), [4, "system-control", "the centre asked for it"]);
});
