import t from "tap";
import { loop, MINUTE, off, on, reported, Street, vehicle } from "./street.ts";

/** An actuation that a sensor has timed: received at `at`, it took place `age_ms` before. */
const stamped = (o: ReturnType<typeof on>, age_ms: number) => ({ ...o, source: "sensor", age_ms }) as ReturnType<typeof on>;
/** One answer tells of a whole vehicle. */
const passed = (at: number, detector: number, came: number, went: number) => [
  stamped(on(at, detector), at - came),
  stamped(off(at, detector), at - went),
];

t.test("a vehicle that came and went between two polls counts, calls and is remembered", async (t) => {
  const street = new Street([loop(1, { lock: true })]).run(MINUTE, passed(5_000, 1, 4_200, 4_700));
  t.same(street.told(82, 81), [
    [5_000, 82, 1],
    [5_000, 81, 1],
  ]);
  t.same(street.spans("vehicle", 2), [[5_000, 5_000]]);
  t.same(street.spans("locking", 2), [[5_000, 5_000]]);
  t.match(street.bins(1), [{ volume: 1, occupancy_pm: Math.round(500 / 60) }]);
});

t.test("a delay is the sensor's time, and nobody calls before he is heard of", async (t) => {
  const street = new Street([loop(1, { delay_ms: 1_000 })]);
  street.run(5_000, [stamped(on(2_000, 1), 600)]);
  t.same(street.told(82), [[2_400, 82, 1]], "of the delay 600 ms were over already");
  street.run(8_000, [off(6_000, 1), stamped(on(7_000, 1), 4_000)]);
  t.same(street.told(82).slice(1), [[7_000, 82, 1]], "all of it was over");
});

t.test("who stayed for less than the delay did not wait, who stayed for longer did: told at once or not", async (t) => {
  const brief = new Street([loop(1, { delay_ms: 1_000, extend_ms: 300 })]).run(9_000, passed(5_000, 1, 3_500, 4_500));
  t.same(brief.told(82, 81), []);
  const waited = new Street([loop(1, { delay_ms: 1_000, extend_ms: 300 })]).run(9_000, passed(5_000, 1, 3_499, 4_500));
  t.same(waited.told(82, 81), [
    [5_000, 82, 1],
    [5_300, 81, 1],
  ]);
});

t.test("an extension is no shorter for having been told late", async (t) => {
  const street = new Street([loop(1, { extend_ms: 2_000 })]).run(9_000, [on(3_000, 1), stamped(off(4_000, 1), 900)]);
  t.same(street.told(81), [[6_000, 81, 1]]);
});

t.test("presence is as long as the sensor says, and over the edge of a minute none of it is lost", async (t) => {
  const inside = new Street([loop(1)]).run(MINUTE, [stamped(on(10_000, 1), 900), stamped(off(20_000, 1), 300)]);
  t.match(inside.bins(1), [{ volume: 1, occupancy_pm: Math.round((20_000 - 300 - (10_000 - 900)) / 60) }]);
  const edge = new Street([loop(1)]).run(2 * MINUTE, [
    ...passed(60_200, 1, 59_000, 59_600),
    stamped(on(119_000, 1), 30_000),
    stamped(off(119_500, 1), 29_000),
  ]);
  t.match(edge.bins(1), [
    { volume: 0, occupancy_pm: 0 },
    { volume: 2, occupancy_pm: Math.round((600 + 1_500) / 60) },
  ]);
  const late = new Street([loop(1)]).run(2 * MINUTE, [on(50_000, 1), stamped(off(60_500, 1), 1_500), on(80_000, 1), off(90_000, 1)]);
  t.match(late.bins(1), [
    { volume: 1, occupancy_pm: Math.round(10_000 / 60) },
    { volume: 1, occupancy_pm: Math.round((10_000 - 1_000) / 60) },
  ]);
});

t.test("speeds that the sensor measured of single vehicles make the minute's mean", async (t) => {
  const fast = (at: number, speed_dkmh: number) => [on(at, 1), { ...off(at + 500, 1), speed_dkmh } as ReturnType<typeof off>];
  const street = new Street([loop(1)]).run(2 * MINUTE, [
    ...fast(5_000, 300),
    ...fast(9_000, 500),
    ...vehicle(1, 20_000, 21_000),
    ...vehicle(1, 70_000, 71_000),
  ]);
  t.match(street.bins(1), [
    { volume: 3, speed_dkmh: 400 },
    { volume: 1, speed_dkmh: -1 },
  ]);
});

t.test("no stamp makes a minute longer than it is, and what lies before the beginning is nobody's", async (t) => {
  const street = new Street([loop(1)]).run(2 * MINUTE, [...passed(5_000, 1, -90_000, 4_000), ...passed(60_500, 1, 500, 60_400)]);
  t.match(street.bins(1), [
    { volume: 1, occupancy_pm: Math.round(4_000 / 60) },
    { volume: 1, occupancy_pm: 998 },
  ]);
  const full = new Street([loop(1)]).run(2 * MINUTE, [...passed(61_000, 1, 500, 60_900), ...passed(119_900, 1, 61_000, 119_800)]);
  t.match(full.bins(1)[1], { volume: 2, occupancy_pm: 1_000 });
  const backwards = [stamped(on(5_000, 1), 100), stamped(off(5_000, 1), 3_000), ...vehicle(1, 10_000, 16_000)];
  t.match(new Street([loop(1)]).run(MINUTE, backwards).bins(1), [{ volume: 2, occupancy_pm: 100 }], "no vehicle leaves before it comes");
  const mended = [reported(10_000, 1, "open-loop"), reported(30_000, 1, "open-loop", false), ...passed(31_000, 1, 20_000, 30_500)];
  t.match(new Street([loop(1)]).run(MINUTE, mended).bins(1), [{ volume: 1, seen_ms: 40_000, occupancy_pm: Math.round(500 / 40) }]);
});
