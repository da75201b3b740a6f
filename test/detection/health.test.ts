import t from "tap";
import { answers, button, count, lane, loop, MINUTE, off, on, reported, Street, vehicle } from "./street.ts";

/** Faults told: instant, code, detector, words. */
const faults = (street: Street) => street.entries.filter((e) => e.code >= 83 && e.code <= 88).map((e) => [e.at, e.code, e.param, e.detail]);

t.test("a locked-on loop fails, its phase goes on recall, and clears", async (t) => {
  const street = new Street([loop(1, { max_presence_min: 3 }), loop(2)]);
  street.run(5 * MINUTE, [on(10_000, 1)]);
  t.equal(street.shown(1)?.fault, "max presence");
  street.run(10 * MINUTE, [off(330_000, 1), ...vehicle(1, 400_000, 401_000)]);
  t.same(faults(street), [
    [190_000, 84, 1, "max presence"],
    [330_000, 83, 1, "max presence"],
  ]);
  t.same(street.spans("fault_recall", 2), [[190_000, 329_900]]);
  t.same(
    street.spans("vehicle", 2),
    [
      [10_000, 189_900],
      [400_000, 400_900],
    ],
    "while it has failed it does not call by itself",
  );
  t.same(
    street.told(81, 82).map(([at, code]) => [at, code]),
    [
      [10_000, 82],
      [190_000, 81],
      [400_000, 82],
      [401_000, 81],
    ],
  );
  t.match(street.bins(1).slice(3, 7), [
    { volume: 0, occupancy_pm: 1_000, seen_ms: 10_000 },
    { volume: 0, occupancy_pm: -1, seen_ms: 0 },
    { volume: 0, occupancy_pm: 0, seen_ms: 30_000 },
    { volume: 1 },
  ]);
  t.equal(street.shown(1)?.fault, "");
});

t.test("a queue that is just shorter than max presence fails nobody", async (t) => {
  const street = new Street([loop(1, { max_presence_min: 3 })]).run(10 * MINUTE, [
    ...vehicle(1, 0, 179_999),
    ...vehicle(1, 180_000, 359_999),
  ]);
  t.same(faults(street), []);
});

t.test("a chattering loop fails, and is taken back after a whole quiet minute", async (t) => {
  const chatter = Array.from({ length: 37 }, (_, k) => vehicle(1, 70_000 + k * 200, 70_100 + k * 200)).flat();
  const street = new Street([loop(1, { erratic_counts_per_min: 30, lock: true })]).run(5 * MINUTE, [
    ...chatter,
    ...vehicle(1, 130_000, 130_500),
    ...vehicle(1, 190_000, 190_500),
  ]);
  t.same(faults(street), [
    [76_000, 84, 1, "erratic counts"],
    [180_000, 83, 1, "erratic counts"],
  ]);
  t.same(street.spans("fault_recall", 2), [[76_000, 179_900]]);
  t.match(street.bins(1), [
    { volume: 0, seen_ms: 60_000 },
    { volume: 30, seen_ms: 16_000 },
    { volume: 0, seen_ms: 0 },
    { volume: 1, seen_ms: 60_000 },
    { volume: 0 },
  ]);
  t.equal(street.spans("locking", 2).length, 31, "thirty of the chatter, and the vehicle after it was taken back");
});

t.test("what a loop says while its card reports a fault is not held against it", async (t) => {
  const busy = (from: number, n: number) => Array.from({ length: n }, (_, k) => vehicle(1, from + k * 400, from + k * 400 + 200)).flat();
  const street = new Street([loop(1, { erratic_counts_per_min: 10 })]).run(MINUTE, [
    reported(1_000, 1, "watchdog"),
    ...busy(2_000, 20),
    reported(20_000, 1, "watchdog", false),
    ...busy(30_000, 10),
  ]);
  t.same(faults(street), [
    [1_000, 85, 1, "watchdog"],
    [20_000, 83, 1, "watchdog"],
  ]);
  t.match(street.bins(1), [{ volume: 10, seen_ms: 41_000 }]);
});

t.test("chatter is not forgiven for a minute that nobody watched to its end", async (t) => {
  const chatter = Array.from({ length: 11 }, (_, k) => vehicle(1, 20_000 + k * 200, 20_100 + k * 200)).flat();
  const street = new Street([loop(1, { erratic_counts_per_min: 10 })]).run(4 * MINUTE, [
    ...chatter,
    answers(70_000, "rack", false),
    answers(110_000, "rack", true),
  ]);
  t.same(faults(street).at(-1), [180_000, 83, 1, "erratic counts"]);
  t.same(street.spans("fault_recall", 2), [[22_000, 179_900]]);
});

t.test("a dead quiet loop fails, and the first vehicle clears it and calls", async (t) => {
  const street = new Street([loop(1, { no_activity_min: 10, lock: true })]).run(20 * MINUTE, [
    ...vehicle(1, 60_000, 61_000),
    ...vehicle(1, 900_000, 901_000),
  ]);
  t.same(faults(street), [
    [661_000, 84, 1, "no activity"],
    [900_000, 83, 1, "no activity"],
  ]);
  t.same(street.spans("fault_recall", 2), [[661_000, 899_900]]);
  t.same(street.spans("vehicle", 2).at(-1), [900_000, 900_900]);
  t.same(street.spans("locking", 2).at(-1), [900_000, 900_000]);
  t.match(street.bins(1)[15], { at: 960_000, volume: 1, seen_ms: 60_000 }, "and is counted");
});

t.test("a loop cable is cut while somebody waits, and mended", async (t) => {
  const street = new Street([loop(1, { delay_ms: 2_000, max_presence_min: 1, no_activity_min: 1 })]);
  street.run(MINUTE, [on(1_000, 1), reported(10_000, 1, "other"), reported(10_050, 1, "open-loop")]);
  t.equal(street.shown(1)?.fault, "other fault, open loop");
  street.run(10 * MINUTE, [reported(300_000, 1, "open-loop", false), reported(300_500, 1, "other", false), off(310_000, 1)]);
  t.same(
    faults(street).slice(0, 3),
    [
      [10_000, 84, 1, "other fault"],
      [10_050, 86, 1, "open loop"],
      [300_500, 83, 1, "other fault"],
    ],
    "restored when the last of its faults is gone; what is known to be broken is not also found silent",
  );
  t.same(faults(street)[3], [370_000, 84, 1, "no activity"], "and watched anew from there");
  t.same(street.spans("fault_recall", 2)[0], [10_000, 300_400]);
  t.same(
    street.spans("vehicle", 2),
    [
      [3_000, 9_900],
      [302_500, 309_900],
    ],
    "who still stands there calls after the delay",
  );
});

t.test("every fault that electronics report has its Indiana code", async (t) => {
  const names = ["other", "watchdog", "open-loop", "shorted-loop", "excessive-change"] as const;
  const street = new Street(names.map((_, i) => loop(i + 1))).run(
    1_000,
    names.flatMap((fault, i) => [reported(100, i + 1, fault), reported(200, i + 1, fault), reported(900, i + 1, fault, false)]),
  );
  t.same(
    faults(street).map(([at, code, detector]) => [at, code, detector]),
    [
      ...[84, 85, 86, 87, 88].map((code, i) => [100, code, i + 1]),
      ...names.map((_, i) => [900, 83, i + 1]), // each once
    ],
  );
});

t.test("a lost rack recalls all its phases at once, and gives them back", async (t) => {
  const detectors = [
    loop(1, { call_phase: 6 }),
    loop(2, { call_phase: 1 }),
    loop(3, { call_phase: 6, device: "card" }),
    loop(4, { call_phase: 4, device: "card" }),
  ];
  const street = new Street(detectors, [button(1, 8)]);
  const { detection } = street;
  t.equal(detection.phasesDetected, 3);
  t.equal(detection.phasesBlind, 0, "a device that has said nothing yet is not lost");
  street.run(30_000, [on(1_000, 1), answers(10_000, "rack", false)]);
  t.equal(detection.phasesBlind, 1, "phase 6 has a card of its own, phase 1 has nothing else");
  t.match(street.shown(1), { on: false, fault: "device does not answer" });
  street.run(40_000, [answers(31_000, "card", false)]);
  t.equal(detection.phasesBlind, 3);
  street.run(50_000, [answers(41_000, "card", true), answers(45_000, "rack", true), off(45_000, 1)]);
  t.equal(detection.phasesBlind, 0);
  t.same(street.spans("fault_recall", 1), [[10_000, 44_900]]);
  t.same(street.spans("fault_recall", 6), [[10_000, 44_900]]);
  t.same(street.spans("fault_recall", 4), [[31_000, 40_900]]);
  t.same(street.spans("fault_recall", 8), [], "a button's phase is not recalled for vehicles");
  t.same(street.spans("vehicle", 6), [[1_000, 9_900]], "who left in the meantime does not call when the rack answers again");
  t.same(
    faults(street).filter(([, code]) => code !== 83),
    [
      [10_000, 85, 1, "device does not answer"],
      [10_000, 85, 2, "device does not answer"],
      [31_000, 85, 3, "device does not answer"],
      [31_000, 85, 4, "device does not answer"],
    ],
  );
  t.match(street.run(MINUTE).bins(1), [{ volume: 1, seen_ms: 25_000, occupancy_pm: 360 }]);
});

t.test("who stood on the loop all the time calls again when the rack comes back", async (t) => {
  const street = new Street([loop(1, { lock: true })]).run(20_000, [
    on(1_000, 1),
    answers(5_000, "rack", false),
    answers(9_000, "rack", true),
  ]);
  t.same(street.spans("vehicle", 2), [
    [1_000, 4_900],
    [9_000, 20_000],
  ]);
  t.same(street.spans("locking", 2).at(-1), [9_000, 9_000]);
  t.match(
    street.run(MINUTE).bins(1),
    [{ volume: 1, seen_ms: 56_000, occupancy_pm: 982 }],
    "seen for 56 s, on it for 55 of them, and one vehicle",
  );
});

t.test("a camera outage recalls nobody", async (t) => {
  const street = new Street([loop(1), lane(21), lane(22)]).run(2 * MINUTE, [
    count(10_000, 21, 5),
    answers(40_000, "camera", false),
    answers(100_000, "camera", true),
  ]);
  for (let phase = 1; phase <= 16; phase++) t.same(street.spans("fault_recall", phase), []);
  t.equal(street.detection.phasesBlind, 0);
  t.same(
    faults(street).map(([at, code, detector]) => [at, code, detector]),
    [
      [40_000, 85, 21],
      [40_000, 85, 22],
      [100_000, 83, 21],
      [100_000, 83, 22],
    ],
    "but it is told",
  );
  t.match(
    street.bins(21),
    [
      { volume: 5, seen_ms: 10_000 },
      { volume: 0, occupancy_pm: -1, seen_ms: 0 },
    ],
    "and nobody takes it for an empty street",
  );
});

t.test("a camera lane is held to the same rules by its counts", async (t) => {
  const checks = { no_activity_min: 2, max_presence_min: 1, erratic_counts_per_min: 60 };
  const every10s = (from: number, n: number, volume: number, more = {}) =>
    Array.from({ length: n }, (_, k) => count(from + k * 10_000, 21, volume, more));
  const street = new Street([lane(21, checks)]).run(15 * MINUTE, [
    ...every10s(10_000, 6, 3),
    ...every10s(70_000, 15, 0), // dead quiet from 60 s on
    ...every10s(220_000, 3, 2),
    ...every10s(250_000, 2, 11), // 66 a minute
    ...every10s(270_000, 3, 2),
    ...every10s(300_000, 9, 0, { occupancy_pm: 1_000 }), // somebody parks from 290 s on
    ...every10s(390_000, 3, 1),
  ]);
  t.same(faults(street).slice(0, 6), [
    [180_000, 84, 21, "no activity"],
    [220_000, 83, 21, "no activity"],
    [250_000, 84, 21, "erratic counts"],
    [270_000, 83, 21, "erratic counts"],
    [350_000, 84, 21, "max presence"],
    [390_000, 83, 21, "max presence"],
  ]);
  t.match(street.bins(21)[4], { at: 300_000, volume: 4 * 2 }, "what was too much is not counted");
});

t.test("a camera lane's chatter lasts until an interval says otherwise, whatever the minute", async (t) => {
  const street = new Street([lane(21, { erratic_counts_per_min: 60 })]).run(2 * MINUTE, [count(55_000, 21, 11), count(65_000, 21, 10)]);
  t.same(faults(street), [
    [55_000, 84, 21, "erratic counts"],
    [65_000, 83, 21, "erratic counts"],
  ]);
});

t.test("a camera lane is quiet from the end of its standstill on", async (t) => {
  const standing = [10_000, 20_000].map((at) => count(at, 21, 0, { occupancy_pm: 1_000 }));
  const quiet = Array.from({ length: 20 }, (_, k) => count(30_000 + k * 10_000, 21, 0));
  const street = new Street([lane(21, { no_activity_min: 2 })]).run(5 * MINUTE, [...standing, ...quiet]);
  t.same(faults(street), [[150_000, 84, 21, "no activity"]]);
});

t.test("more vehicles in half a minute than a lane lets through is chatter, and is forgiven after five calm minutes", async (t) => {
  const busy = (from: number, n: number) => Array.from({ length: n }, (_, k) => vehicle(1, from + k * 700, from + k * 700 + 300)).flat();
  const fast = new Street([loop(1)]).run(8 * MINUTE, [...busy(30_000, 37), ...busy(90_000, 38), ...vehicle(1, 200_000, 201_000)]);
  t.same(faults(fast), [
    [90_000 + 37 * 700, 84, 1, "chatter"],
    [7 * MINUTE, 83, 1, "chatter"],
  ]);
  t.same(fast.spans("fault_recall", 2), [[115_900, 7 * MINUTE - 100]]);
});

t.test("a loop that has not changed for a day has failed, on or off, though its site file watches nothing", async (t) => {
  const DAY = 24 * 60 * MINUTE;
  const street = new Street([loop(1), loop(2, { call_phase: 4 })]).run(DAY + 3 * MINUTE, [on(MINUTE, 1), off(DAY + 2 * MINUTE, 1)], 1_000);
  t.same(faults(street), [
    [DAY, 84, 2, "no change for a day"],
    [DAY + MINUTE, 84, 1, "no change for a day"],
    [DAY + 2 * MINUTE, 83, 1, "no change for a day"],
  ]);
});
