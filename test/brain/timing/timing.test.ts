import { readFileSync } from "node:fs";
import t from "tap";
import { byGaps } from "../../../src/brain/timing/by-gaps.ts";
import { frameOf, leastCycle_ds } from "../../../src/brain/timing/frame.ts";
import { type LaneFlow, times } from "../../../src/brain/timing/loads.ts";
import { planText } from "../../../src/brain/timing/plan-text.ts";
import { splitsFor } from "../../../src/brain/timing/splits.ts";
import { cyclesOf, timingAt, timingOf } from "../../../src/brain/timing/timing.ts";
import { readSite } from "../../../src/config/index.ts";
import { planned } from "../../../src/plans/text.ts";
import { lanesOf } from "../../../src/traffic/lanes.ts";
import type { PhaseNumber } from "../../../src/traffic/numbers.ts";
import type { Site } from "../../../src/traffic/site.ts";
import { siteOf } from "../../streets.ts";

const textOf = (name: string): string => readFileSync(new URL(`../../../deploy/sites/${name}.toml`, import.meta.url), "utf8");
const text = textOf("arterial");
const site = siteOf(text);
const MAIN = [2, 6] as PhaseNumber[];

/** So many vehicles an hour in each lane that calls one of `phases`, and `others` in the rest. */
const flowsOf = (of: Site, phases: readonly number[], vehicles_h: number, others: number): readonly LaneFlow[] =>
  lanesOf(of.detectors).map(({ approach, lane, served }) => ({
    approach,
    lane,
    vehicles_h: served.some((phase) => phases.includes(phase)) ? vehicles_h : others,
  }));

const planOf = (timing: NonNullable<ReturnType<typeof timingAt>>, offset_ds = 0) =>
  planText(
    text,
    site,
    [{ name: "wave", timing, runs: { kind: "cycle", offset_ds, coordinated: MAIN } }],
    [{ pattern: "wave", days: ["mon"], from_min: 420, to_min: 540 }],
  );

t.test("whoever walks over the side street's road makes the cycle as long as it is", async (t) => {
  const frame = frameOf(site);
  const least = Object.fromEntries(frame.sides.flat(2).map(({ phase, least_ds }) => [phase, least_ds]));
  // Phase 4: leading walk 4.0 and least green 7.0 are less than walk 7.0 and clearance 21.9; with 3.3 + 2.6 behind it.
  t.equal(least[4], 70 + 219 + 33 + 26);
  // Phase 2: walk 7.0 and clearance 14.6, 4.2 of yellow; across the barrier all wait for the longest change, 1 and 5 come before.
  t.equal(least[2], 70 + 146 + 42 + 15);
  t.equal(least[1], 50 + 36 + 28);
  t.equal(leastCycle_ds(frame), 114 + 273 + (50 + 33 + 26) + 348);
  t.equal(timingAt(site, [], leastCycle_ds(frame) - 1), null, "a tenth less, and somebody's minimum is not there");
  const shortest = timingAt(site, [], leastCycle_ds(frame))!;
  t.ok("site" in planned({ text, site }, planOf(shortest), readSite), "the unit's own checks take the shortest");
});

t.test("a split that is shorter than a minimum is refused by the unit's own check", async (t) => {
  const timing = timingAt(site, flowsOf(site, MAIN, 500, 100), 1_000, { rest: MAIN })!;
  const splits = new Map(timing.splits);
  const [one, two] = [1, 2] as PhaseNumber[];
  splits.set(two!, splits.get(two!)! + splits.get(one!)! - 100);
  splits.set(one!, 100);
  const refused = planned({ text, site }, planOf({ ...timing, splits }), readSite);
  t.match(refused, { refused: /split is 10\.0 s, shorter than min_green and the change to the next green \(5\.0 \+ 6\.4 = 11\.4 s\)/ });
});

t.test("rings come to the barrier together, whatever the demand", async (t) => {
  const frame = frameOf(site);
  for (const [main, others] of [
    [100, 700],
    [800, 50],
    [300, 300],
    [0, 0],
  ] as const) {
    for (const cycle_ds of [900, 1_203, 1_500]) {
      const timing = timingAt(site, flowsOf(site, MAIN, main, others), cycle_ds, { rest: MAIN })!;
      const lengths = frame.sides.map((side) => side.map((ring) => ring.reduce((sum, { phase }) => sum + timing.splits.get(phase)!, 0)));
      for (const side of lengths) t.equal(new Set(side).size, 1, `${side}`);
      t.equal(
        lengths.reduce((sum, [ring]) => sum + ring!, 0),
        cycle_ds,
      );
      t.ok("site" in planned({ text, site }, planOf(timing), readSite));
    }
  }
});

/** Two lanes that exclude each other, 4 s lost in each change, no minimum to speak of. */
const CROSS = {
  sequence: 1,
  omit: [],
  sides: [[[part(1)]], [[part(2)]]],
};
function part(phase: number) {
  return { phase: phase as PhaseNumber, change_ds: 40, least_ds: 90 };
}
const load = (phase: number, y: number) => ({
  approach: `${phase}`,
  lane: 1,
  vehicles_h: y * 1_800,
  y,
  headway_s: 2,
  phases: [phase as PhaseNumber],
});

t.test("greens are as long as their flows are large", async (t) => {
  const splits = splitsFor(CROSS, [load(1, 0.4), load(2, 0.2)], 680, [])!;
  // 60 s of green: not quite 2 to 1, since of few it is chance that more come.
  t.same([...splits.values()], [420, 260]);
  const more = splitsFor(CROSS, [load(1, 0.2), load(2, 0.2)], 680, [1 as PhaseNumber])!;
  // 6.8 come in a cycle, in one of ten more than 6.8 + 1.28 √6.8 = 10.1: they take 20.3 s.
  t.same([...more.values()], [680 - 250, 250], "who needs no more leaves the rest to the main road");
  const many = splitsFor(CROSS, [load(1, 0.6), load(2, 0.35)], 680, [1 as PhaseNumber])!;
  // 0.6 × 68 / 38 = 1.07 and 0.35 × 68 / 22 = 1.08.
  t.same([...many.values()], [420, 260], "where not even the mean has room, nobody gets any for chance");
});

t.test("by gaps a quiet unit's cycle is far shorter than one with room for everybody, and grows with who comes", async (t) => {
  const mean = (times_: number) => byGaps(site, times(flowsOf(site, MAIN, 350, 120), times_)).cycle_ds;
  const shortest = cyclesOf(frameOf(site))[0]!;
  t.ok(mean(0.1) < shortest / 2, `${mean(0.1)} and ${shortest}`);
  t.ok(mean(0.1) < mean(0.5) && mean(0.5) < mean(1.5), `${mean(0.5)} and ${mean(1.5)}`);
  t.ok(mean(0) > 0, "an empty street has one, too");
});

t.test("with more traffic the best cycle is longer, and a multiple of demand is what it says", async (t) => {
  const flows = flowsOf(site, MAIN, 350, 120);
  const [few, many] = [timingOf(site, times(flows, 0.5))!, timingOf(site, times(flows, 1.6))!];
  t.ok(few.cycle_ds < many.cycle_ds, `${few.cycle_ds} and ${many.cycle_ds}`);
  t.ok(few.delay_s < many.delay_s && few.full_pm < many.full_pm);
  t.same(
    times(flows, 2, ["north"]).map(({ vehicles_h }, i) => vehicles_h / flows[i]!.vehicles_h),
    flows.map(({ approach }) => (approach === "north" ? 2 : 1)),
  );
});

t.test("a plan keeps what the file has at other hours, and goes back to it", async (t) => {
  const timing = timingAt(site, flowsOf(site, MAIN, 500, 100), 1_000, { rest: MAIN })!;
  const taken = planned({ text, site }, planOf(timing, 123), readSite);
  if ("refused" in taken) return t.fail(taken.refused);
  const { patterns, schedule, day_plans } = taken.site;
  t.same(patterns.slice(0, site.patterns.length), site.patterns, "the site's own patterns are as they were");
  t.match(patterns.at(-1), { name: "wave", coordination: { cycle_ds: 1_000, offset_ds: 123, phases: MAIN } });
  const actionsOf = (day: string) =>
    day_plans.find(({ number }) => number === schedule.find(({ days }) => days.includes(day as "mon"))?.day_plan)?.actions;
  const wave = patterns.at(-1)!.number;
  t.same(actionsOf("mon"), [
    { at_min: 0, pattern: 1 },
    { at_min: 390, pattern: 3 },
    { at_min: 420, pattern: wave },
    { at_min: 540, pattern: 3 },
    { at_min: 570, pattern: 1 },
    { at_min: 900, pattern: 4 },
    { at_min: 1_170, pattern: 1 },
  ]);
  t.same(actionsOf("tue"), siteOf(text).day_plans[0]!.actions);
});
