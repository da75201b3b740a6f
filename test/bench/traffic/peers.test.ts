import { readFileSync } from "node:fs";
import t from "tap";
import { readNet } from "../../../src/import/net.ts";
import { DetectorNumber } from "../../../src/traffic/numbers.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { incident } from "./incident.ts";
import { lightsOf } from "./lights.ts";
import { Failures } from "./ours/failures.ts";
import { importLight } from "./ours/signal.ts";
import { nema } from "./peers/nema.ts";
import { Pressed } from "./peers/pressed.ts";
import { isStage, program } from "./peers/program.ts";
import { plot } from "./plot.ts";
import { reaches } from "./reach.ts";
import type { Result } from "./run.ts";
import { tables } from "./table.ts";
import type { World } from "./world.ts";

const TEE = readFileSync(new URL("../../import/tee.net.xml", import.meta.url), "utf8");
const net = readNet(TEE);
const lights = lightsOf(net);
const world: World = {
  scenario: { name: "tee", net: "tee.net.xml", routes: "", begin_s: 0, end_s: 3_600, persons: false },
  net,
  reach: reaches(net, TEE),
  lights,
  seed: 1,
  detection: "none",
  miss: 0,
  failures: false,
  neighbours: true,
  loss: 0,
};

t.test("max-pressure changes with three seconds of yellow for those who end, and stays where nobody else has more", (t) => {
  const light = lights[0]!;
  const junction = new Pressed(light);
  const first = junction.letters;
  junction.decide({ near: () => 1, on: () => 1 });
  t.equal(junction.letters, first);
  // Everybody stands in the street from the east, and where they want to go is empty.
  const crowd = { near: (lane: string) => (lane.startsWith("ec") ? 9 : 0), on: () => 0 };
  junction.decide(crowd);
  t.match(junction.letters, /y/);
  const between = junction.letters;
  junction.change(-1);
  t.equal(junction.letters, between);
  junction.change(0);
  t.notMatch(junction.letters, /y/);
  const east = light.links.filter(({ from }) => from === "ec").map(({ index }) => junction.letters[index]);
  t.ok(east.every((letter) => /g/i.test(letter!)));
  t.end();
});

t.test("a red behind the yellow of the shipped program is kept by max-pressure, too", (t) => {
  const light = lights[0]!;
  const phases = light.program.phases.flatMap((phase) =>
    /y/.test(phase.state) ? [phase, { ...phase, state: "r".repeat(light.places), duration_s: 2 }] : [phase],
  );
  const junction = new Pressed({ ...light, program: { ...light.program, phases } });
  junction.decide({ near: (lane) => (lane.startsWith("ec") ? 9 : 0), on: () => 0 });
  junction.change(0);
  t.notMatch(junction.letters, /[yGg]/);
  junction.change(1);
  t.notMatch(junction.letters, /[yGg]/);
  junction.change(2);
  t.match(junction.letters, /[Gg]/);
  t.end();
});

t.test("SUMO's actuation has the shipped phases, and 5 to 50 seconds of green where the net says nothing", (t) => {
  const [logic] = program(world, "actuated").additional;
  const stages = lights[0]!.program.phases.filter((_, p, phases) => isStage(phases, p)).length;
  t.equal(stages, 3, "the clearance of those on foot is no green of its own");
  t.equal(logic!.match(/minDur="5" maxDur="50"/g)?.length, stages);
  t.equal(logic!.match(/<phase /g)?.length, lights[0]!.program.phases.length);
  t.match(logic, /type="actuated"/);
  t.end();
});

t.test("where no junction has four legs there is no dual ring, and it is said why", (t) => {
  t.throws(() => nema(world), /no traffic light can have a dual ring; "c" keeps its shipped program: it has 3 legs/);
  t.end();
});

t.test("a vehicle breaks down in a lane that others can go round, with the seed's choice of where", (t) => {
  const xml = [1, 2, 3, 4].map((seed) => incident({ ...world, seed }));
  t.equal(new Set(xml).size, 4, "streets and lanes take turns");
  for (const each of xml) {
    const [, edge, lane] = /<stop lane="(.*)_(\d+)"/.exec(each)!;
    t.ok(net.edges.get(edge!)!.lanes.some(({ index, drives }) => drives && index === Number(lane)));
    t.match(each, /depart="900"/);
    t.match(each, /duration="600"/);
  }
  t.equal(incident({ ...world, lights: [] }), "");
  t.end();
});

t.test("loops that fail are stuck from then on, whatever passes, and the others go on", (t) => {
  const made = importLight(net, "tee.net.xml", "c", "actuated", false);
  if (!made.ok) throw new Error(made.words);
  const failures = new Failures(made.site, 0, 0, 400);
  const on = (detector: number) =>
    ({ kind: "actuation", at: Instant(99_500), detector: DetectorNumber(detector), on: true, source: "received" }) as const;
  const all = made.site.detectors.map(({ number }) => on(number));
  t.equal(failures.through(all, 99, Instant(99_000)).length, all.length);
  const onset = failures.through([], 100, Instant(100_000));
  const stuck = onset.flatMap((o) => (o.kind === "actuation" ? [[Number(o.detector), o.on]] : []));
  t.same(
    stuck.map(([, on]) => on),
    stuck.map((_, i) => i % 2 === 0),
  );
  const passed = failures.through(all, 101, Instant(101_000));
  for (const [number] of stuck) t.notOk(passed.some((o) => o.kind === "actuation" && o.detector === number));
  t.equal(passed.length, all.length - stuck.length);
  t.end();
});

const result = (controller: string, seed: number, mean_delay_s: number): Result =>
  ({
    ...{
      scenario: "tee",
      controller,
      detection: "none",
      seed,
      demand: 1,
      miss: 0,
      failures: false,
      neighbours: true,
      loss: 0,
      incidents: false,
      vehicles: 10,
      mean_delay_s,
    },
    ...{ p95_delay_s: 9, max_wait_s: 9, mean_wait_s: 3, stops: 1, throughput: 9, unfinished: 1, not_inserted: 0, worst_movement: "a → b" },
    ...{
      worst_movement_delay_s: 9,
      pedestrians: 0,
      pedestrian_wait_s: 0,
      switches: 5,
      conflicts: 0,
      spill_back_s: 0,
      gridlock: false,
      longest_red_s: 9,
      longest_red: "a_0",
    },
    ...{ left: [], unit_cpu_s: 0, took_s: 1 },
  }) as Result;

t.test("the table has the median, the spread and the worst seed of each controller, and the picture a dot a run", (t) => {
  const results = [result("shipped", 1, 40), result("shipped", 2, 60), result("shipped", 3, 45), result("fixed", 1, 30)];
  t.match(tables(results), /shipped +45\.0 +40\.0\.\.60\.0 +2 /);
  t.match(tables(results), /fixed +30\.0 /);
  const svg = plot(results);
  t.equal(svg.match(/<circle /g)?.length, 4);
  t.match(svg, /tee, demand 1: mean delay/);
  t.end();
});
