import { createHash } from "node:crypto";
import t from "tap";
import { Random } from "../../src/street/random.ts";
import { formatTallies } from "../../src/street/report.ts";
import { Sensor } from "../../src/street/sensor.ts";
import { Street } from "../../src/street/street.ts";
import { lanePlans, share_pm } from "../../src/street/traffic/demand.ts";
import { Lane } from "../../src/street/traffic/lane.ts";
import { INDICATIONS } from "../../src/traffic/calls.ts";
import { Instant } from "../../src/traffic/time.ts";
import { Cabinet, cycle, fourLeg, type Plan, usualCycle } from "./cabinet.ts";

const site = fourLeg();
const MORNING = { began_ms: 7 * 3_600_000 };
const HOUR = 3_600_000;

/** An hour of everything that is said on every line, as one number, and what became of everybody. */
function hour(seed: number, plan: Plan = usualCycle(site)) {
  const cabinet = new Cabinet(site, seed, plan, MORNING);
  const hash = createHash("sha256");
  cabinet.tap = (port, from, now, bytes) => hash.update(`${port} ${from} ${now} `).update(bytes);
  cabinet.run(HOUR);
  return { bytes: hash.digest("hex"), tallies: cabinet.street.tallies() };
}
const seven = hour(7);

t.test("the same seed says the same bytes at the same milliseconds on every line for an hour; another seed does not", async (t) => {
  const again = hour(7);
  t.equal(again.bytes, seven.bytes);
  t.same(again.tallies, seven.tallies);
  t.not(hour(8).bytes, seven.bytes);
});

t.test("chance is the same on every machine, and even", async (t) => {
  const random = new Random(7, 0);
  t.same([random.next(), random.next(), random.next()], [1_387_258_000, 3_275_799_462, 170_625_186]);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) counts[random.below(10)]!++;
  for (const count of counts) t.ok(Math.abs(count - 10_000) < 400, `${count}`);
  t.not(new Random(7, 1).next(), new Random(7, 0).next());
  t.not(new Random(8, 0).next(), new Random(7, 0).next());
});

t.test("the same vehicles and pedestrians come, whatever the signals do", async (t) => {
  const other = hour(
    7,
    cycle(site, [
      { phases: [2, 6], green_s: 60 },
      { phases: [4, 8], green_s: 10 },
    ]),
  );
  const came = ({ tallies }: typeof seven) => [...tallies.movements, ...tallies.pedestrians].map((m) => m.arrived);
  t.same(came(other), came(seven));
  t.not(other.bytes, seven.bytes);
});

t.test("everybody who came has left or is still there", async (t) => {
  for (const m of seven.tallies.movements) {
    t.equal(m.arrived, m.departed + m.present, `${m.approach} ${m.phase}`);
    t.ok(m.departed > 50);
  }
  for (const p of seven.tallies.pedestrians) t.equal(p.arrived, p.served + p.waiting);
});

t.test("the morning is busy and does not fill up; with half as much again it does", async (t) => {
  const { movements } = seven.tallies;
  for (const { approach, phase, lanes, departed, present, mean_delay_s } of movements) {
    const split = seven.tallies.phases.find((p) => p.phase === phase)!.split_pm / 1_000;
    const load = departed / (split * lanes * 1_850);
    t.ok(load > 0.3 && load < 0.95, `${approach} ${phase}: ${load.toFixed(2)} of what its green can carry`);
    t.ok(mean_delay_s > 15 && mean_delay_s < 120 && present < 40, `${mean_delay_s.toFixed(1)} s of delay, ${present} there at the end`);
  }
  const crowded = new Cabinet(site, 7, usualCycle(site), { ...MORNING, demand: 1.5 });
  crowded.run(HOUR);
  const present = crowded.street.tallies().movements.reduce((sum, m) => sum + m.present, 0);
  t.ok(present > 3 * movements.reduce((sum, m) => sum + m.present, 0), `${present} are waiting`);
});

t.test("nobody passes a steady red but right-turners who have looked", async (t) => {
  for (const m of seven.tallies.movements) {
    t.equal(m.ran_red, 0, `${m.approach} ${m.phase}`);
    if (m.lanes === 1) t.equal(m.right_on_red, 0, "nobody turns right from a left lane");
  }
  t.ok(seven.tallies.movements.some((m) => m.right_on_red > 0));
});

t.test("a red without a yellow catches those who cannot stop", async (t) => {
  const usual = usualCycle(site);
  const rude: Plan = (now, codes) => {
    usual(now, codes);
    for (const [i, code] of codes.entries()) if (INDICATIONS[code] === "yellow") codes[i] = INDICATIONS.indexOf("red");
    return true;
  };
  const ran = hour(7, rude).tallies.movements.reduce((sum, m) => sum + m.ran_red, 0);
  t.ok(ran > 20, `${ran} ran a red`);
});

/** A lane of the site that `every_ms` brings a vehicle, until `until`. */
function laneOf(number: number, every_ms: number, until: number, seed: number): Lane {
  const arrivals = { comes: (now: number) => now < until && now % every_ms === 0 };
  return new Lane(lanePlans(site)[number]!, arrivals, new Random(seed, 0));
}

t.test("a queue discharges at its saturation flow after the start-up that it takes", async (t) => {
  for (const [number, words, from_s, to_s] of [
    [1, "straight on", 1.85, 2.0],
    [2, "left", 1.95, 2.15],
  ] as const) {
    const gaps: number[][] = [];
    for (let seed = 0; seed < 30; seed++) {
      const lane = laneOf(number, 1_500, 60_000, seed);
      for (let now = 100; now <= 120_000; now += 100) lane.step(now, "red", 0);
      const passed: number[] = [120_000];
      for (let now = 120_100; passed.length < 22; now += 100) {
        const before = lane.counts.departed;
        lane.step(now, "green", 120_000);
        if (lane.counts.departed > before) passed.push(now);
      }
      gaps.push(passed.slice(1).map((at, i) => (at - passed[i]!) / 1_000));
    }
    const mean = (k: number) => gaps.reduce((sum, g) => sum + g[k]!, 0) / gaps.length;
    const headway = [...Array(16).keys()].reduce((sum, k) => sum + mean(k + 5), 0) / 16;
    const lost = [0, 1, 2, 3, 4].reduce((sum, k) => sum + mean(k) - headway, 0);
    t.ok(headway > from_s && headway < to_s, `${words}: ${headway.toFixed(2)} s a vehicle`);
    t.ok(lost > 1 && lost < 3, `${lost.toFixed(2)} s of start-up`);
  }
});

t.test("a queue stands on the advance loop 40 m back, and nobody drives through anybody", async (t) => {
  let [standing, on, closest] = [0, 0, Number.POSITIVE_INFINITY];
  for (let seed = 0; seed < 40; seed++) {
    const lane = laneOf(1, 1_500, 60_000, seed);
    const [stopLine, advance] = [new Sensor(), new Sensor()];
    lane.watch(stopLine, 0);
    lane.watch(advance, 40);
    for (let now = 100; now <= 240_000; now += 100) {
      lane.step(now, now > 120_000 && now % 40_000 < 20_000 ? "green" : "red", now - (now % 20_000));
      const at = lane.positions_m();
      for (const [i, x] of at.entries()) if (i > 0) closest = Math.min(closest, x - at[i - 1]!);
      if (now !== 100_000) continue;
      t.ok(stopLine.on, "the first stands on the loop at the line");
      standing += at.filter((x) => x < 100).length;
      if (advance.on) on++;
    }
    const inside = stopLine.passed - lane.counts.departed;
    t.ok(inside === 0 || inside === 1, "who has come over the loop has passed the line, or is about to");
    t.ok(stopLine.passed > 20);
  }
  t.ok(standing / 40 > 13 && standing / 40 < 15.6, `${standing / 40} vehicles in 100 m`);
  t.ok(on >= 34 && on < 40, `the advance loop is covered in ${on} of 40 queues, and lies in a gap in the others`);
  t.ok(closest > 4.1 + 1.5, `${closest.toFixed(2)} m from bumper to bumper at the closest`);
});

t.test("at a dark intersection everybody stops and one at a time goes", async (t) => {
  const cabinet = new Cabinet(site, 7, () => false, MORNING);
  cabinet.run(600_000);
  const { movements, phases, pedestrians } = cabinet.street.tallies();
  const departed = movements.reduce((sum, m) => sum + m.departed, 0);
  t.ok(departed > 200 && departed <= 250, `${departed} in ten minutes`);
  for (const m of movements) {
    t.ok(m.departed > 5, `${m.approach} ${m.phase} has its turns`);
    t.ok(m.stops >= 0.9, "and stops for them");
  }
  for (const p of phases) t.match(p, { greens: 0, flash_s: 600 });
  for (const p of pedestrians) t.ok(p.max_wait_s < 9, "people on foot look and walk");
});

t.test("when the unit falls silent the cabinet flashes, and when it speaks again the heads are believed again", async (t) => {
  const usual = usualCycle(site);
  const cabinet = new Cabinet(site, 7, usual, MORNING);
  const aspects = () => new Set(cabinet.street.picture().heads.map((h) => h.aspect));
  cabinet.run(30_000);
  t.ok(aspects().has("green") && aspects().has("red") && !aspects().has("stop"));
  cabinet.plan = () => false;
  cabinet.run(32_600);
  t.same(aspects(), new Set(["stop"]));
  cabinet.plan = usual;
  cabinet.run(36_000);
  t.notOk(aspects().has("stop"));
});

t.test("people on foot wait for the walk lamp", async (t) => {
  for (const p of seven.tallies.pedestrians) {
    t.ok(p.served > 5);
    t.ok(p.max_wait_s > 20 && p.max_wait_s < 97, `no longer than a cycle: ${p.max_wait_s} s`);
  }
  const usual = usualCycle(site);
  const never = hour(7, (now, codes) => {
    usual(now, codes);
    for (const { kind, number } of site.channels) if (kind === "pedestrian") codes[number - 1] = INDICATIONS.indexOf("red");
    return true;
  });
  for (const p of never.tallies.pedestrians) t.match(p, { served: 0, waiting: p.arrived });
});

t.test("the day has a morning, an evening and a night", async (t) => {
  const at = (hour: number) => share_pm("in", hour * 60) + share_pm("out", hour * 60);
  t.ok(at(8) > 1.5 * at(6) && at(17) > 1.3 * at(12) && at(3) < at(12) / 10);
  t.ok(share_pm("in", 8 * 60) > share_pm("out", 8 * 60) && share_pm("out", 17 * 60) > share_pm("in", 17 * 60));
  const all = Array.from({ length: 2 * 1_440 }, (_, minute) => share_pm("in", minute));
  t.equal(Math.max(...all), 1_000);

  const night = new Street(site, 7, { began_ms: 0 });
  for (let now = 100; now <= HOUR; now += 100) night.step(Instant(now));
  const came = night.tallies().movements.reduce((sum, m) => sum + m.arrived, 0);
  const morning = seven.tallies.movements.reduce((sum, m) => sum + m.arrived, 0);
  t.ok(came > 0 && came < morning / 10, `${came} in the hour after midnight, ${morning} from seven to eight`);
});

t.test("the report is one table for vehicles, one for greens, one for people", async (t) => {
  const text = formatTallies(seven.tallies);
  const tables = text.split("\n\n").map((table) => table.split("\n"));
  t.same(
    tables.map((table) => table.length),
    [10, 9, 5],
  );
  t.match(tables[0]![0], /^approach +phase +lanes +vehicles +per h +delay s +max s +stops +queue +longest +present$/);
  for (const table of tables) t.equal(new Set(table.slice(1, -1).map((row) => row.length)).size, 1, "columns are straight");
  t.match(tables[0]!.at(-1), /^all +12 +\d{4} /);
});
