import { readFileSync } from "node:fs";
import t from "tap";
import { importSumo } from "../src/import/index.ts";
import { replay } from "../src/replay.ts";
import { simulate } from "../src/sim.ts";
import { CODE } from "../src/traffic/codes.ts";
import { type Announcement, ARRIVAL_STEPS } from "../src/traffic/departures.ts";
import type { Instant } from "../src/traffic/time.ts";
import { dice } from "./dice.ts";
import { MemoryRecorder, minutes, worldOf } from "./streets.ts";

/** The T of the import's tests under its adaptive pattern, with a neighbour on each of two legs. */
const TEE = readFileSync(new URL("import/tee.net.xml", import.meta.url), "utf8");
const made = importSumo(TEE, { net: "tee.net.xml", tls: "c" });
if (!made.ok) throw new Error(made.words);
const road = (unit: string, approach: string) =>
  `\n[[neighbours]]\nunit = "${unit}"\napproach = "${approach}"\ndistance = 300\nlanes = [{ approach = "north", lane = 1 }]\n`;
const PLANNING = made.text.replace("pattern = 1\n", "pattern = 4\n") + road("UP", "north") + road("DOWN", "south");
const tee = (seed: number) => worldOf(PLANNING, seed, { began_ms: 8 * 3_600_000 });

/** The pattern's longest wait. */
const BOUND_MS = 120_000;

/** Anything at all, twice a second and on roads that are not there too. */
function lies(seed: number): (now: Instant) => readonly Announcement[] {
  const roll = dice(seed);
  return (now) => {
    if (now % 500 !== 0) return [];
    const most = [1, 300, 2 ** 31, 2 ** 53 - 1][roll(4)]!;
    const arriving = Array.from({ length: roll(ARRIVAL_STEPS + 1) }, () => (roll(2) === 0 ? most : roll(200)));
    return [{ at: now, road: roll(4) - 1, arriving }];
  };
}

t.test("a journal with announcements fed back in gives the same decisions, and without them others", async (t) => {
  const world = tee(3);
  simulate({ ...world, announced: lies(5) }, minutes(20));
  const { entries } = world.recorder;
  t.equal(entries.filter((e) => e.code === CODE.announced).length, 2_400, "each is a record");
  t.match(replay(world.recorder.chunks()), { sessions: 1, records: entries.length, difference: null, skipped: [] });
  const deaf = new MemoryRecorder();
  deaf.append(entries.filter((e) => e.code !== CODE.announced));
  t.ok(replay(deaf.chunks()).difference, "they had a say");
});

t.test("whatever is announced, everybody is served, no minimum is cut, and nobody waits for longer than the pattern says", async (t) => {
  for (const seed of [1, 2, 3]) {
    const world = tee(seed);
    simulate({ ...world, announced: lies(seed) }, minutes(30));
    const { entries } = world.recorder;
    t.equal(entries.filter((e) => e.code === CODE.monitorFault).length, 0);
    const came = new Map<number, number>();
    let longest = 0;
    for (const { code, param, at } of entries) {
      if (code === CODE.inputOn) came.set(param, at);
      if (code === CODE.inputOff) longest = Math.max(longest, at - (came.get(param) ?? at));
    }
    t.ok(longest > 0 && longest < BOUND_MS, `on a loop at the line: ${longest} ms`);
    for (const { number, min_green_ds } of world.site.phases) {
      let began = Number.NaN;
      for (const { code, param, at } of entries) {
        if (param === number && code === 1) began = at;
        if (param === number && code === 7 && at - began < min_green_ds * 100) t.fail(`a green of ${at - began} ms`);
      }
    }
  }
});

t.test("a unit with neighbours tells who leaves it, and shows how it hears them", async (t) => {
  const world = tee(3);
  simulate({ ...world, announced: (now) => (now === 60_000 ? [{ at: now, road: 0, arriving: [] }] : []) }, minutes(2));
  const { departures, neighbours } = world.unit.live(world.recorder.status(), 0);
  t.equal(departures?.issued, world.unit.wallBase + 120_000);
  t.ok(
    departures?.lanes.some(({ left }) => left.length > 0),
    "somebody has left",
  );
  t.ok(
    departures?.lanes.some(({ expected }) => expected.length > 0),
    "and the plan expects more",
  );
  t.match(neighbours, [
    { unit: "UP", approach: "north", silent_ds: 600 },
    { unit: "DOWN", approach: "south", silent_ds: null },
  ]);
  t.equal(worldOf(made.text, 3).unit.departures, null, "one without has nobody to tell");
});
