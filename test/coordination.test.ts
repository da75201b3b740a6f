import { readFileSync } from "node:fs";
import t from "tap";
import { replay } from "../src/replay.ts";
import { simulate } from "../src/sim.ts";
import { Street } from "../src/street/street.ts";
import { CODE } from "../src/traffic/codes.ts";
import type { Entry } from "../src/traffic/entry.ts";
import { WallTime } from "../src/traffic/time.ts";
import { Unit } from "../src/unit.ts";
import { MemoryRecorder, minutes, siteOf } from "./streets.ts";

const ARTERIAL = readFileSync(new URL("../deploy/sites/arterial.toml", import.meta.url), "utf8");
const YIELD = 151;
const IN_STEP = 1;
const MORNING = siteOf(ARTERIAL).patterns.find(({ number }) => number === 3)!;
const { cycle_ds, offset_ds } = MORNING.coordination!;
const CYCLE_MS = cycle_ds * 100;
const codes = (entries: readonly Entry[], code: number) => entries.filter((e) => e.code === code);

/** The arterial on a Monday morning, from 06:20 in Berlin on. */
function morning(correct: (now: number) => number = () => 0) {
  const site = siteOf(ARTERIAL);
  const unit = new Unit(site, { version: "test", site: ARTERIAL, wall: WallTime(Date.UTC(2026, 0, 5, 5, 20)) });
  const world = { site, unit, street: new Street(site, 3, { began_ms: 380 * 60_000 }), recorder: new MemoryRecorder() };
  const { step } = unit;
  unit.step = (now, requests, correction_ms, missed) => step.call(unit, now, requests, correction_ms + correct(now), missed);
  return world;
}

t.test("the morning's pattern comes by the schedule, gets into step with the time of day, and replays", async (t) => {
  const world = morning();
  simulate(world, minutes(40));
  const { entries } = world.recorder;
  t.same(
    codes(entries, CODE.patternChanged).map((e) => [e.param, e.at, JSON.parse(e.detail)]),
    [
      [1, 100, { source: "timebase", why: "the schedule" }],
      [3, 600_000, { source: "timebase", why: "the schedule" }],
    ],
  );
  t.same(
    [132, 133, 135].map((code) => codes(entries, code).map((e) => e.param)),
    [cycle_ds, offset_ds, MORNING.phases.find(({ phase }) => phase === 2)!.split_ds].map((ds) => [Math.round(ds / 10)]),
    "cycle, offset and a split as on the sheet",
  );
  const inStep = codes(entries, CODE.coordinationStatus).at(-1)!;
  t.equal(inStep.param, IN_STEP);
  const yields = codes(entries, YIELD).filter((e) => e.param === 2 && e.at > inStep.at);
  t.ok(yields.length > 10, `${yields.length} yields`);
  const phases = new Set(yields.map((e) => (6 * 3_600_000 + 20 * 60_000 + e.at) % CYCLE_MS));
  t.equal(phases.size, 1, "each at the same moment of the cycle, counted from midnight");
  const { coordination } = world.unit.live(world.recorder.status(), 0);
  t.match(coordination, { source: "timebase", status: "in-step", free: "not-free" });
  t.ok(coordination.cycle_ds !== null && coordination.cycle_ds >= 0 && coordination.cycle_ds < cycle_ds);
  t.equal(replay(world.recorder.chunks()).difference, null);
});

t.test("a clock that is put right by twenty seconds takes the cycle along, within its correction", async (t) => {
  const world = morning((now) => (now === 1_500_000 ? 20_000 : 0));
  simulate(world, minutes(40));
  const statuses = codes(world.recorder.entries, CODE.coordinationStatus).filter((e) => e.at >= 1_500_000);
  t.same(
    statuses.slice(0, 2).map((e) => e.param),
    [3, IN_STEP],
    "shorter cycles, then in step",
  );
  t.ok(statuses[1]!.at - statuses[0]!.at <= 4 * CYCLE_MS);
  t.equal(replay(world.recorder.chunks()).difference, null);
});
