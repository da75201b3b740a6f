import { readFileSync } from "node:fs";
import t from "tap";
import { simulate } from "../../src/sim.ts";
import { Random } from "../../src/street/random.ts";
import { lanePlans } from "../../src/street/traffic/demand.ts";
import { Lane } from "../../src/street/traffic/lane.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { minutes, siteOf, worldOf } from "../streets.ts";

const example = (name: string) => readFileSync(new URL(`../../deploy/sites/${name}.toml`, import.meta.url), "utf8");
const [ARTERIAL, TEE] = [example("arterial"), example("tee")];
const MORNING = 7 * 3_600_000;

for (const [name, text] of [
  ["arterial", ARTERIAL],
  ["T", TEE],
] as const) {
  t.test(`a busy morning hour on the ${name}: every phase is green, everybody moves, and the monitor finds nothing`, async (t) => {
    const world = worldOf(text, 7, { began_ms: MORNING });
    simulate(world, minutes(60));
    const { entries } = world.recorder;
    t.equal(entries.filter((e) => e.code === CODE.monitorFault).length, 0);
    const begun = new Set(entries.filter((e) => e.code === 1).map((e) => e.param));
    t.same(
      world.site.phases.filter(({ number }) => !begun.has(number)),
      [],
    );
    const { movements, pedestrians } = world.street.tallies();
    for (const m of movements)
      t.ok(m.departed > 20 && m.mean_delay_s < 90 && m.ran_red === 0, `${m.approach} ${m.phase}: ${m.mean_delay_s} s a vehicle`);
    for (const p of pedestrians) t.ok(p.served > 2, `${p.name} is served`);
  });
}

t.test("lanes whose movement has an overlap look at its head; a leg with a right-turn overlap has a lane for it", async (t) => {
  const seen = lanePlans(siteOf(ARTERIAL)).map(({ approach, lane, channel, turns, right_pm }) => [
    approach.name,
    lane,
    channel?.name,
    turns,
    right_pm,
  ]);
  t.same(seen, [
    ["north", 1, "phase 6", "none", 200],
    ["north", 2, "phase 6", "none", 0],
    ["north", 3, "overlap B, north left", "left", 0],
    ["east", 1, "phase 8", "none", 200],
    ["east", 2, "phase 8", "none", 0],
    ["east", 3, "phase 3", "left", 0],
    ["south", 1, "phase 2", "none", 200],
    ["south", 2, "phase 2", "none", 0],
    ["south", 3, "overlap C, south left", "left", 0],
    ["west", 1, "overlap A, west right", "none", 1_000],
    ["west", 2, "phase 4", "none", 0],
    ["west", 3, "phase 7", "left", 0],
  ]);
});

t.test("on a flashing arrow drivers turn where those who come towards them leave a gap, and only there", async (t) => {
  const plans = lanePlans(siteOf(ARTERIAL));
  const lane = (number: number, every_ms: number, until: number) =>
    new Lane(plans[number]!, { comes: (now: number) => now < until && now % every_ms === 0 }, new Random(number, 0));
  const left = lane(2, 6_000, 600_000);
  // For five minutes one vehicle after another comes towards them, then nobody.
  const oncoming = lane(7, 2_500, 300_000);
  left.oncoming = [oncoming];
  const nearest: number[] = [];
  let early = 0;
  for (let now = 100; now <= 600_000; now += 100) {
    oncoming.step(now, "green", 0);
    const before = left.counts.departed;
    left.step(now, "yield", 0);
    if (left.counts.departed === before) continue;
    nearest.push(oncoming.nearest_m);
    if (now > 20_000 && now <= 300_000) early++;
  }
  t.equal(early, 0, "nobody turns through a stream without gaps");
  t.ok(nearest.length > 40, `${nearest.length} turned when it had passed`);
  t.ok(Math.min(...nearest) > 25, `${Math.min(...nearest)} m away was the nearest`);
  t.equal(left.counts.ran_red, 0);
});

t.test("an arrow's drivers turn while it flashes, besides those on its green", async (t) => {
  // In the evening: by day the stream that comes towards them leaves hardly a gap.
  const world = worldOf(ARTERIAL, 7, { began_ms: 20 * 3_600_000 });
  const left = () => world.street.tallies().movements.find((m) => m.approach === "north" && m.phase === 1)!.departed;
  let [flashing, before] = [0, 0];
  const watch = () => {
    const now = left();
    const head = world.street.picture().heads.find(({ phase }) => phase === 1);
    if (head?.aspect === "yield") flashing += now - before;
    before = now;
  };
  simulate({ ...world, watch }, minutes(60));
  t.ok(flashing > 5, `${flashing} of ${before}`);
  t.ok(before - flashing > 5, "and on green");
});
