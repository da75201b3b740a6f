import t from "tap";
import { Loops } from "../../src/detection/doubts/loops.ts";
import { Estimates, type LaneDetail } from "../../src/detection/estimates.ts";
import { SpeedPair } from "../../src/detection/speed-pair.ts";
import { entry } from "../../src/traffic/entry.ts";
import type { Observation } from "../../src/traffic/observation.ts";
import type { Detector, Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { count, lane, loop, MINUTE, vehicle } from "./street.ts";

/** A line's loop, one forty metres before it (2.88 s at the limit), and a camera. */
const LANE = [loop(1), loop(11, { kind: "advance", distance_m: 40 }), lane(21)];

/** Five minutes of a lane, green in the first half of each minute. */
function told(detectors: readonly Detector[], happens: readonly Observation[], doubted: readonly number[] = []) {
  const site = {
    detectors,
    overlaps: [],
    approaches: [{ name: "north", heading_deg: 0, lanes: 1, speed_limit_kmh: 50 }],
  } as unknown as Site;
  const loops = new Loops(site);
  const estimates = new Estimates(site, loops, (place) => !doubted.includes(detectors[place]!.number));
  const coming = happens.toSorted((a, b) => a.at - b.at);
  for (let now = 100, i = 0; now <= 5 * MINUTE; now += 100) {
    const from = i;
    while (i < coming.length && coming[i]!.at <= now) i++;
    const heard = coming.slice(from, i);
    for (const o of heard) {
      if (o.kind !== "actuation") continue;
      const place = loops.placeOf[o.detector]!;
      loops.present[place] = o.on ? 1 : 0;
      if (!o.on) loops.fell[place] = o.at;
    }
    if (now % MINUTE === 100) loops.take(entry(Instant(now), 1, 2));
    if (now % MINUTE === 30_000) loops.take(entry(Instant(now), 9, 2));
    const entries = estimates.step(Instant(now), heard);
    if (entries.length > 0) return entries.map(({ value, detail }) => ({ volume: value, ...(JSON.parse(detail) as LaneDetail) }));
  }
  throw new Error("nothing was told in five minutes");
}

const pass = (n: number, at: number) => vehicle(n, at, at + 500);

t.test("the volume of a lane is that of the middle one of three, and of the loop where there are two", async (t) => {
  const five = [1, 2, 3, 4, 5].map((k) => k * 20_000);
  const happens = [...five.flatMap((at) => [...pass(11, at), ...pass(1, at + 3_000)]), ...pass(11, 150_000), count(200_000, 21, 17)];
  t.match(told(LANE, happens), [{ volume: 6, source: "advance", counts: { "stop-line": 5, advance: 6, count: 17 }, apart: true }]);
  t.match(told(LANE, happens, [11]), [{ volume: 5, source: "stop-line", apart: true }]);
  t.match(told(LANE, happens, [21]), [{ volume: 5, source: "stop-line", apart: false }]);
  t.match(told(LANE, happens, [1, 11]), [{ volume: 17, source: "count", apart: false }]);
  t.match(told(LANE, happens, [1, 11, 21]), [{ volume: 0, source: null, counts: { "stop-line": 5 } }]);
});

t.test("who has come over the advance loop and not left the line is the queue, and it is empty when the line has been", async (t) => {
  const waiting = [31_000, 33_000, 35_000].flatMap((at) => pass(11, at));
  const leaving = [62_000, 64_000].flatMap((at) => pass(1, at));
  // One was missed at the line: five seconds of empty line in green, and the queue is empty all the same.
  const later = [...pass(11, 95_000), ...vehicle(1, 98_000, 121_000)];
  t.match(told(LANE, [...waiting, ...leaving, ...later]), [{ queue: 3, arrivals: 4, on_green: 0 }]);
  t.match(told(LANE, [...pass(11, 5_000), ...pass(1, 8_000), ...pass(11, 26_000), ...pass(11, 27_200)]), [{ arrivals: 3, on_green: 2 }]);
  t.match(told(LANE.slice(0, 1), pass(1, 5_000)), [{ queue: -1, arrivals: -1, on_green: -1, speed_dkmh: -1 }]);
});

t.test("what a device says again when it comes back is no vehicle", async (t) => {
  const [off] = pass(1, 10_000).slice(1);
  t.match(told(LANE, [{ ...off!, at: Instant(1_000) }, ...pass(1, 10_000), { ...off!, at: Instant(12_000) }]), [
    { counts: { "stop-line": 1 } },
  ]);
});

t.test(
  "two loops five metres apart tell the speed of each vehicle by the sensor's stamps, and a camera's speeds stand where they do not",
  async (t) => {
    const near = [loop(1), loop(2, { distance_m: 5 }), lane(21)];
    const stamped = (os: readonly Observation[]): readonly Observation[] =>
      os.map((o) => (o.kind === "actuation" ? { ...o, at: Instant(o.at + 70), source: "sensor", age_ms: 70 } : o));
    const over = (at: number) => [...vehicle(2, at, at + 400), ...vehicle(1, at + 360, at + 760)];
    // 5 m in 360 ms: 50 km/h.
    t.match(told(near, stamped(over(10_000))), [{ speed_dkmh: 500 }]);
    t.match(told(near, over(10_000)), [{ speed_dkmh: -1 }], "stamps of receipt tell no speed");
    t.match(told(near, [...over(10_000), count(20_000, 21, 3, { speed_dkmh: 420 })]), [{ speed_dkmh: 420 }]);
    t.match(
      told(near, stamped([...vehicle(2, 10_000, 10_400), ...vehicle(1, 10_360, 10_860)])),
      [{ speed_dkmh: -1 }],
      "of one vehicle both feel as much",
    );
    t.match(
      told(near, stamped([...vehicle(2, 10_000, 10_400), ...vehicle(1, 13_000, 13_400)])),
      [{ speed_dkmh: -1 }],
      "slower than any vehicle",
    );
    t.equal(SpeedPair.of([loop(1), loop(2, { distance_m: 40 })], [0, 1]), null, "too far apart");
  },
);
