import { readFileSync } from "node:fs";
import t from "tap";
import { importFrom } from "../../../src/import/index.ts";
import { readNet } from "../../../src/import/net.ts";
import { drivesOn } from "../../../src/import/signal.ts";
import { darkChannels } from "../../../src/traffic/calls.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { type Light, lightsOf } from "./lights.ts";
import { Buttons } from "./ours/buttons.ts";
import { Letters } from "./ours/letters.ts";
import { Loops, placed } from "./ours/loops.ts";
import { importLight, Signal } from "./ours/signal.ts";
import { seenBy, Zones } from "./ours/zones.ts";
import { Reds } from "./reds.ts";
import type { Seen, Value, Values } from "./traci/codec.ts";
import { type Domain, SUBSCRIBE, VARIABLE } from "./traci/words.ts";
import { conflictsIn } from "./witness.ts";
import { lengthOf } from "./world.ts";

const TEE = readFileSync(new URL("../../import/tee.net.xml", import.meta.url), "utf8");
const net = readNet(TEE);
const light = lightsOf(net)[0]!;
const imported = importFrom(net, { net: "tee.net.xml", tls: "c", cameras: true });
if (!imported.ok) throw new Error(imported.words);
const { wiring } = imported;
const walks = new Set(light.links.filter((link) => !drivesOn(net, link)).map(({ index }) => index));
const [RED, YELLOW, GREEN, FLASHING_RED] = [1, 2, 3, 4];

/** A step in which SUMO says this one thing. */
function seen(domain: Domain, object: string, variable: number, value: Value): Seen {
  const nothing = Object.fromEntries(Object.keys(SUBSCRIBE).map((key) => [key, new Map<string, Values>()]));
  return { ...(nothing as unknown as Seen), [domain]: new Map([[object, new Map([[variable, value]])]]) };
}
const seconds = (s: number): Instant => Instant(Math.round(s * 1_000));
const greens = (...links: readonly number[]) => {
  const channels = darkChannels().fill(RED);
  for (const { number, links: own } of wiring.channels) if (own.some((link) => links.includes(link))) channels[number - 1] = GREEN;
  return channels;
};
const letters = new Letters(light, wiring, walks);

t.test("loops lie where the site has them, before the end of their lanes, and one that a short lane has no room for at its begin", (t) => {
  const loops = placed("c", wiring, lengthOf(net));
  const length = lengthOf(net);
  t.equal(loops.length, wiring.detectors.length);
  for (const [i, { lane, pos_m }] of loops.entries()) t.equal(Math.round(length(lane) - pos_m), wiring.detectors[i]!.distance_m + 2);
  t.ok(placed("c", wiring, () => 1).every(({ pos_m }) => pos_m > 0 && pos_m < 1));
  t.end();
});

t.test("a vehicle that stops on a loop and one that flies over it within the second are on and off at their tenths", (t) => {
  const loops = new Loops([{ id: "l", number: 4, lane: "nc_1", pos_m: 60 }]);
  const step = (end_s: number, ...passages: readonly Value[]) =>
    loops
      .step(seen("loop", "l", VARIABLE.vehicleData, [passages.length / 5, ...passages]), end_s, seconds)
      .map((o) => (o.kind === "actuation" ? [o.detector, o.on, Number(o.at)] : []));
  t.same(step(6, "a", 5, 5.08, 5.58, "car"), [
    [4, true, 5_080],
    [4, false, 5_580],
  ]);
  t.same(step(7), []);
  t.same(step(8, "b", 5, 7.3, -1, "car"), [[4, true, 7_300]]);
  t.same(step(9, "b", 5, 7.3, -1, "car"), []);
  t.same(step(10, "b", 5, 7.3, 9.25, "car", "c", 5, 9.7, -1, "car"), [
    [4, false, 9_250],
    [4, true, 9_700],
  ]);
  // It changes lanes on the loop, of which SUMO says nothing.
  t.same(step(11), [[4, false, 11_000]]);
  t.end();
});

t.test("a camera misses the same vehicles all the way, about as many as it is said to, and others in another run", (t) => {
  const ids = Array.from({ length: 2_000 }, (_, i) => `v${i}`);
  const seenIn = (seed: number, miss: number) => ids.filter(seenBy(seed, miss));
  t.ok(Math.abs(seenIn(1, 0.1).length - 1_800) < 60);
  t.equal(seenIn(1, 0).length, 2_000);
  t.equal(seenIn(1, 1).length, 0);
  t.not(seenIn(1, 0.1).join(), seenIn(2, 0.1).join());
  const zones = new Zones("c", [{ number: 9, pieces: [{ lane: "nc_1", length_m: 50 }] }], lengthOf(net), (id) => id !== "v2");
  const [said] = zones.step(seen("laneArea", "c zone 9", VARIABLE.vehicleIds, ["v1", "v2", "v3"]), Instant(1_000));
  t.match(said, { kind: "zone", detector: 9, vehicles: 2 });
  t.end();
});

t.test("a turn is g while those whom it gives way to are green or clear in yellow, and G when it goes alone", (t) => {
  const pairs = light.links.flatMap(({ index: a }) => light.links.map(({ index: b }) => [a, b] as const));
  const [gives, to] = pairs.find(([a, b]) => light.yields[a]![b] === 1 && light.together[a]![b] === 1 && !walks.has(b))!;
  const both = greens(gives, to);
  t.equal(letters.of(both)[gives], "g");
  both[wiring.channels.find(({ links }) => links.includes(to))!.number - 1] = YELLOW;
  t.equal(letters.of(both)[gives], "g");
  const alone = darkChannels().fill(RED);
  alone[wiring.channels.find(({ links }) => links.includes(gives))!.number - 1] = GREEN;
  t.equal(letters.of(alone)[gives], "G");
  t.end();
});

t.test("walkers have red as soon as their walk is over, and a dark head stops everybody", (t) => {
  const walk = [...walks][0]!;
  const channels = greens(walk);
  t.match(letters.of(channels)[walk], /g/i);
  channels[wiring.channels.find(({ links }) => links.includes(walk))!.number - 1] = FLASHING_RED;
  t.equal(letters.of(channels)[walk], "r");
  t.equal(letters.of(darkChannels()), "r".repeat(light.places));
  t.end();
});

t.test("two greens whose paths meet are counted, but for those that the shipped program has together", (t) => {
  for (const { state } of light.program.phases) t.equal(conflictsIn(light, state), 0);
  t.ok(conflictsIn(light, "G".repeat(light.places)) > 0);
  t.equal(conflictsIn({ ...light, foes: light.foes.map(() => new Uint8Array(light.places)) } as Light, "G".repeat(light.places)), 0);
  t.end();
});

t.test("a button is pressed when somebody waits at its crossing, and once for all who wait there", (t) => {
  const { edge, number } = wiring.pedestrian_detectors[0]!;
  const buttons = new Buttons(wiring);
  t.match(buttons.step(new Set([edge]), Instant(1_000)), [{ kind: "button", detector: number, on: true }]);
  t.same(buttons.step(new Set([edge]), Instant(2_000)), []);
  t.match(buttons.step(new Set(), Instant(3_000)), [{ kind: "button", detector: number, on: false }]);
  t.end();
});

t.test("the unit has started up when the simulation begins, and takes its seconds from there", (t) => {
  const made = importLight(net, "tee.net.xml", "c", "fixed", false);
  if (!made.ok) throw new Error(made.words);
  const unit = new Signal("c", made.site, made.text, 25_200);
  t.match(letters.of(unit.channels), /G/i);
  const before = unit.instant(25_200);
  t.equal(unit.instant(25_201) - before, 1_000);
  let begins = 0;
  let last = letters.of(unit.channels);
  for (let s = 0; s < 200; s++) {
    const now = letters.of(unit.second([]));
    t.equal(conflictsIn(light, now), 0);
    begins += Number([...now].some((letter, i) => /g/i.test(letter) && !/g/i.test(last[i]!)));
    last = now;
  }
  t.ok(begins >= 4, "the fixed plan goes round without anybody being seen");
  t.throws(() => importLight(net, "tee.net.xml", "c", "nobody's", false), /has no pattern "nobody's"/);
  t.end();
});

t.test("the longest red is of a lane in which somebody stands, counted until one of its movements is green", (t) => {
  const reds = new Reds([light]);
  const { index, from, lane } = light.links.find((link) => drivesOn(net, link))!;
  const own = light.links.filter((link) => link.from === from && link.lane === lane).map((link) => link.index);
  const show = (green: boolean, halting: number, seconds: number) => {
    const letters = Array.from({ length: light.places }, (_, place) => (green && place === index ? "G" : "r")).join("");
    const step = {
      ...seen("lane", `${from}_${lane}`, VARIABLE.halting, halting),
      light: new Map([[light.tls, new Map([[VARIABLE.lightState, letters]])]]),
    };
    for (let s = 0; s < seconds; s++) reds.step(step);
  };
  t.ok(own.includes(index));
  show(false, 0, 50);
  t.equal(reds.longest_s, 0);
  show(false, 2, 30);
  show(true, 2, 1);
  show(false, 1, 20);
  t.equal(reds.longest_s, 30);
  t.equal(reds.lane, `${from}_${lane}`);
  show(false, 1, 11);
  t.equal(reds.longest_s, 31);
  t.end();
});
