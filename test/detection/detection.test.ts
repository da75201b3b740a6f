import t from "tap";
import { Detection } from "../../src/detection/detection.ts";
import type { Observation } from "../../src/traffic/observation.ts";
import { Instant } from "../../src/traffic/time.ts";
import { answers, button, count, lane, loop, MINUTE, off, on, press, reported, Street, siteOf, vehicle } from "./street.ts";

t.test("a vehicle calls its phase while it is on the loop", async (t) => {
  const street = new Street([loop(1, { call_phase: 6 })]).run(10_000, vehicle(1, 1_030, 3_010));
  t.same(street.spans("vehicle", 6), [[1_100, 3_000]]);
  t.same(street.spans("vehicle", 2), []);
  t.same(street.spans("locking", 6), [], "a loop that does not lock");
  t.same(
    street.told(81, 82),
    [
      [1_030, 82, 1],
      [3_010, 81, 1],
    ],
    "the journal has the instants themselves",
  );
});

t.test("two loops of a phase call it together", async (t) => {
  const street = new Street([loop(1), loop(2)]).run(10_000, [...vehicle(1, 1_000, 3_000), ...vehicle(2, 2_000, 5_000)]);
  t.same(street.spans("vehicle", 2), [[1_000, 4_900]]);
});

t.test("a right turn on red leaves before the delay and does not call", async (t) => {
  const turning = { delay_ms: 3_000, lock: true };
  const street = new Street([loop(1, turning)]).run(20_000, [...vehicle(1, 1_000, 3_900), ...vehicle(1, 10_000, 14_000)]);
  t.same(street.spans("vehicle", 2), [[13_000, 13_900]], "the second waits, and calls once its delay is over");
  t.same(street.spans("locking", 2), [[13_000, 13_000]]);
  t.same(street.told(82), [[13_000, 82, 1]]);
});

t.test("who leaves at the very end of his delay has not called", async (t) => {
  const street = new Street([loop(1, { delay_ms: 3_000 })]).run(20_000, vehicle(1, 1_000, 4_000));
  t.same(street.spans("vehicle", 2), []);
});

t.test("an advance loop carries a vehicle towards the stop line", async (t) => {
  const street = new Street([loop(1, { extend_ms: 1_000 })]).run(20_000, [
    ...vehicle(1, 1_010, 1_310),
    ...vehicle(1, 2_200, 2_500),
    ...vehicle(1, 3_500, 3_800),
    ...vehicle(1, 9_000, 9_300),
  ]);
  t.same(
    street.spans("vehicle", 2),
    [
      [1_100, 4_700],
      [9_000, 10_200],
    ],
    "the next vehicle within the extension carries the call on, even one that comes as it ends",
  );
  t.same(street.told(81), [
    [4_800, 81, 1],
    [10_300, 81, 1],
  ]);
});

t.test("a locking loop remembers a vehicle shorter than a tick", async (t) => {
  const street = new Street([loop(1, { lock: true })]).run(5_000, vehicle(1, 1_020, 1_080));
  t.same(street.spans("locking", 2), [[1_100, 1_100]], "in its own tick, and in no other");
  t.same(street.spans("vehicle", 2), [[1_100, 1_100]], "it was there");
});

t.test("two vehicles in one tick are two", async (t) => {
  const street = new Street([loop(1, { lock: true })]).run(MINUTE, [...vehicle(1, 1_010, 1_030), ...vehicle(1, 1_050, 1_070)]);
  t.equal(street.told(82).length, 2);
  t.match(street.bins(1), [{ volume: 2, occupancy_pm: Math.round(40 / 60) }]);
});

t.test("each vehicle of a platoon is locked, though the call never ends in between", async (t) => {
  const street = new Street([loop(1, { lock: true, extend_ms: 2_000 })]).run(9_000, [
    ...vehicle(1, 1_000, 1_300),
    ...vehicle(1, 2_000, 2_300),
  ]);
  t.same(street.spans("locking", 2), [
    [1_000, 1_000],
    [2_000, 2_000],
  ]);
});

t.test("a pedestrian asks while the button is pressed, however short", async (t) => {
  const street = new Street([loop(1)], [button(1, 4), button(2, 4), button(3, 8)]).run(10_000, [
    press(1_010, 1),
    press(1_060, 1, false),
    press(3_000, 2),
    press(3_450, 2, false),
  ]);
  t.same(street.spans("pedestrian", 4), [
    [1_100, 1_100],
    [3_000, 3_500],
  ]);
  t.same(street.spans("pedestrian", 8), []);
  t.same(street.entries, [], "what was pressed is an input: the journal has it already");
});

t.test("a button that sticks serves everybody", async (t) => {
  const street = new Street([], [button(1, 4)]).run(MINUTE, [press(1_000, 1)]);
  t.same(street.spans("pedestrian", 4), [[1_000, MINUTE]]);
});

t.test("nobody is stranded at a button that cannot be heard", async (t) => {
  const street = new Street([], [button(1, 4), button(2, 8)]).run(20_000, [answers(5_000, "rack", false), answers(8_020, "rack", true)]);
  for (const phase of [4, 8]) t.same(street.spans("pedestrian", phase), [[5_000, 8_100]]);
  t.same(street.told(91, 92), [
    [5_000, 91, 1],
    [5_000, 91, 2],
    [8_020, 92, 1],
    [8_020, 92, 2],
  ]);
  const refused: Observation = { ...reported(30_000, 2, "watchdog"), kind: "button-fault" } as Observation;
  street.run(40_000, [refused]);
  t.same(street.spans("pedestrian", 8).at(-1), [30_000, 40_000], "nor at one whose board answers, but not with its inputs");
  t.same(street.spans("pedestrian", 4).length, 1);
});

t.test("volumes and occupancies by the minute are exact", async (t) => {
  const street = new Street([loop(1), loop(2)]).run(3 * MINUTE, [
    ...vehicle(1, 500, 1_100), // 600 ms
    ...vehicle(1, 30_000, 36_000), // 6,000 ms
    ...vehicle(1, 59_100, 62_400), // 900 ms of the first minute, 2,400 ms of the second
    ...vehicle(1, 120_000, 121_200), // arrives as the third begins
  ]);
  t.same(street.bins(1), [
    { at: 60_000, volume: 3, occupancy_pm: 125, seen_ms: 60_000, speed_dkmh: -1 },
    { at: 120_000, volume: 0, occupancy_pm: 40, seen_ms: 60_000, speed_dkmh: -1 },
    { at: 180_000, volume: 1, occupancy_pm: 20, seen_ms: 60_000, speed_dkmh: -1 },
  ]);
  t.match(street.bins(2), [{ volume: 0, occupancy_pm: 0, seen_ms: 60_000 }, {}, {}]);
});

t.test("a camera's own counts become minutes", async (t) => {
  const street = new Street([lane(21)]).run(3 * MINUTE, [
    count(9_900, 21, 4, { occupancy_pm: 300, speed_dkmh: 500 }),
    count(19_900, 21, 0, { occupancy_pm: 0, speed_dkmh: -1 }),
    count(29_900, 21, 12, { occupancy_pm: 600, speed_dkmh: 300 }),
    count(70_000, 21, 3, { occupancy_pm: -1, speed_dkmh: -1 }),
  ]);
  t.same(street.bins(21), [
    { at: 60_000, volume: 16, occupancy_pm: 300, seen_ms: 30_000, speed_dkmh: 350 },
    { at: 120_000, volume: 3, occupancy_pm: -1, seen_ms: 10_000, speed_dkmh: -1 },
    { at: 180_000, volume: 0, occupancy_pm: -1, seen_ms: 0, speed_dkmh: -1 },
  ]);
  t.same(street.told(81, 82), [], "and call nobody");
});

t.test("a loop that only counts is counted by its vehicles", async (t) => {
  const street = new Street([loop(21, { kind: "count", call_phase: null })]).run(2 * MINUTE, [
    off(100, 21),
    ...vehicle(21, 61_000, 67_000),
  ]);
  t.match(street.bins(21)[1], { volume: 1, occupancy_pm: 100, seen_ms: 60_000 });
  for (let phase = 1; phase <= 16; phase++) t.same(street.spans("vehicle", phase), []);
});

t.test("the page shows what is on the loops and what the last minute brought", async (t) => {
  const street = new Street([loop(1), lane(21)]).run(6_000, [on(3_000, 1)]);
  t.same(street.shown(1), { detector: 1, on: true, fault: "", volume: 1, occupancy_pm: 500 }, "in the first minute, what there is of it");
  street.run(70_000, [off(30_000, 1), count(60_000, 21, 7), on(69_000, 1), off(69_100, 1), on(69_200, 1)]);
  t.same(street.shown(1), { detector: 1, on: true, fault: "", volume: 1, occupancy_pm: 450 });
  t.same(street.shown(21), { detector: 21, on: false, fault: "", volume: 0, occupancy_pm: -1 }, "heard at the minute's end: of the next");
});

t.test("a quiet tick says nothing, with the same arrays", async (t) => {
  const detection = new Detection(siteOf([loop(1)]));
  const first = detection.step(Instant(100), []);
  t.equal(detection.step(Instant(200), []), first);
  t.equal(first.entries.length, 0);
});

t.test("a detector that the site does not have is passed over", async (t) => {
  const street = new Street([loop(1)], [button(1, 2)]).run(1_000, [
    on(100, 64),
    press(200, 64),
    count(300, 64, 1),
    reported(400, 64, "other"),
  ]);
  t.same(street.entries, []);
});

/** Fifty minutes of anything, by seed. */
function anything(seed: number): readonly Observation[] {
  let state = seed;
  const below = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % n;
  };
  const happens: Observation[] = [];
  const faults = ["other", "open-loop", "excessive-change"] as const;
  for (let at = 0; at < 50 * MINUTE; at += below(4) === 0 ? 1 : below(3_000)) {
    const detector = 1 + below(5);
    const what = below(40);
    if (what < 34) happens.push(below(2) ? on(at, detector) : off(at, detector));
    else if (what < 36) happens.push(press(at, 1, below(2) === 0));
    else if (what < 37) happens.push(reported(at, detector, faults[below(3)]!, below(3) === 0));
    else if (what < 38) happens.push(answers(at, (["rack", "card", "camera"] as const)[below(3)]!, below(3) > 0));
    else happens.push(count(at, 21, below(30), { occupancy_pm: below(3) ? below(1_000) : 1_000 }));
  }
  return happens;
}

t.test("how a day is cut into steps changes no entry", async (t) => {
  const detectors = [
    loop(1, { delay_ms: 3_000, max_presence_min: 1 }),
    loop(2, { extend_ms: 1_500, lock: true, no_activity_min: 1 }),
    loop(3, { delay_ms: 500, extend_ms: 700, erratic_counts_per_min: 4 }),
    loop(4, { device: "card", no_activity_min: 1, max_presence_min: 1, erratic_counts_per_min: 3 }),
    lane(21, { no_activity_min: 2, max_presence_min: 1, erratic_counts_per_min: 100 }),
  ];
  for (const seed of [1, 2, 3]) {
    const happens = anything(seed);
    const cut = (tick_ms: number) => new Street(detectors, [button(1, 4)]).run(60 * MINUTE, happens, tick_ms).entries;
    const entries = cut(100);
    t.ok(new Set(entries.map((e) => e.code)).size >= 7, "much has happened");
    t.ok(
      entries.every((e, i) => i === 0 || entries[i - 1]!.at <= e.at),
      "in the order of its instants",
    );
    t.same(cut(100), entries, "the same street again");
    t.same(cut(200), entries, "in steps of two ticks");
    t.same(cut(60 * MINUTE), entries, "in one step");
  }
});

t.test("what is heard too late for its tick happens in the next one, and no entry lies before it", async (t) => {
  const street = new Street([loop(1)]).run(1_000);
  street.detection.step(Instant(1_100), []);
  const { entries, calls } = street.detection.step(Instant(1_200), [on(1_050, 1)]);
  t.match(entries, [{ code: 82, at: 1_101 }]);
  t.equal(calls.vehicle[1], 1);
});
