import t from "tap";
import { lanesOf } from "../../src/traffic/lanes.ts";
import { PhaseNumber } from "../../src/traffic/numbers.ts";
import { answers, looks, loop, off, on, reported, Street, vehicle, zone } from "./street.ts";

const LINE = loop(1);
const ADVANCE = loop(2, { kind: "advance", distance_m: 40 });
const CAMERA = looks(3);
const OTHER = loop(4, { lane: 2, call_phase: 5, also_calls: [] });
const DETECTORS = [LINE, ADVANCE, CAMERA, OTHER];
const minute = 600;

const seenIn = (street: Street, key: "departed" | "stopped" | "arrived" | "covered" | "seen" | "trusted", lane = 0) =>
  street.traffic.map((traffic) => traffic[key][lane]!);
const ticksWith = (values: readonly number[]) => values.flatMap((value, i) => (value > 0 ? [i + 1] : []));

t.test("a lane is what calls in it: who leaves is counted at the line, who comes at the advance loop", async (t) => {
  t.same(
    lanesOf(DETECTORS).map(({ approach, lane, stop_line, advance, zone, served }) => [approach, lane, stop_line, advance, zone, served]),
    [
      ["north", 1, 0, 1, 2, [2]],
      ["north", 2, 3, -1, -1, [5]],
    ],
  );
  const street = new Street(DETECTORS).run(2_000, [...vehicle(2, 250, 480), ...vehicle(1, 1_110, 1_390), on(1_400, 1)]);
  t.same(ticksWith(seenIn(street, "arrived")), [3]);
  t.same(ticksWith(seenIn(street, "covered")), [3, 4]);
  t.same(ticksWith(seenIn(street, "departed")), [14]);
  t.same(ticksWith(seenIn(street, "stopped")), [12, 13, 14, 15, 16, 17, 18, 19, 20]);
  t.same(ticksWith(seenIn(street, "departed", 1)), []);
});

t.test("two who leave within a tenth are two, and delay and extension of the calls change nothing", async (t) => {
  const slow = loop(1, { delay_ms: 5_000, extend_ms: 3_000 });
  const street = new Street([slow]).run(500, [...vehicle(1, 101, 130), ...vehicle(1, 150, 199)]);
  t.same(seenIn(street, "departed"), [0, 2, 0, 0, 0]);
});

t.test("of loops behind each other in one lane the nearest to the line counts who leaves", async (t) => {
  const street = new Street([loop(1, { distance_m: 5 }), loop(2, { call_phase: 7 })]).run(1_000, [
    ...vehicle(1, 110, 240),
    ...vehicle(2, 310, 440),
  ]);
  t.same(ticksWith(seenIn(street, "departed")), [5]);
  t.same(lanesOf([loop(1, { distance_m: 5 }), loop(2, { call_phase: 7 })])[0]?.served, [7, 2]);
});

t.test("a lane that two groups leave from goes in the phases in which both do", async (t) => {
  const shared = [
    loop(1, { call_phase: 1, also_calls: [2, 5].map(PhaseNumber) }),
    loop(2, { call_phase: 1, also_calls: [5].map(PhaseNumber), distance_m: 5 }),
  ];
  t.same(lanesOf(shared)[0]?.served, [1, 5]);
});

t.test("a detector that only counts makes no lane", async (t) => {
  t.same(lanesOf([loop(1, { kind: "count", call_phase: null }), looks(2)]), []);
});

t.test("a lane is not trusted while one of its loops has failed, and what a failed loop says is not counted", async (t) => {
  const street = new Street(DETECTORS).run(1_000, [
    reported(200, 2, "open-loop"),
    ...vehicle(2, 300, 340),
    reported(600, 2, "open-loop", false),
    ...vehicle(2, 700, 740),
  ]);
  t.same(seenIn(street, "trusted"), [1, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  t.same(ticksWith(seenIn(street, "arrived")), [7]);
  t.ok(seenIn(street, "trusted", 1).every((trusted) => trusted === 1));
});

t.test("somebody who stands on a loop that is good again is seen there", async (t) => {
  const street = new Street(DETECTORS).run(1_000, [answers(100, "rack", false), on(300, 1), answers(500, "rack", true), off(800, 1)]);
  t.same(ticksWith(seenIn(street, "stopped")), [5, 6, 7]);
  t.same(ticksWith(seenIn(street, "departed")), [8]);
});

t.test("a camera's zone says how many it sees, and nobody knows while it has failed or has not said so since", async (t) => {
  const street = new Street(DETECTORS).run(1_000, [
    zone(200, 3, 4),
    zone(400, 3, 5),
    answers(500, "camera", false),
    answers(700, "camera", true),
    zone(900, 3, 5),
  ]);
  t.same(seenIn(street, "seen"), [-1, 4, 4, 5, -1, -1, -1, -1, 5, 5]);
  t.ok(
    seenIn(street, "trusted").every((trusted) => trusted === 1),
    "loops see the lane without it",
  );
  t.same(seenIn(street, "seen", 1)[9], -1, "no camera looks there");
});

t.test("a zone has no volumes, calls nobody, and is shown with whom it sees", async (t) => {
  const street = new Street(DETECTORS).run(minute * 100 + 500, [zone(200, 3, 4)]);
  t.same(street.bins(3), []);
  t.equal(street.bins(1).length, 1);
  t.same(street.spans("vehicle", 2), []);
  t.match(street.shown(3), { on: true, fault: "", volume: 4, occupancy_pm: -1 });
});

t.test("a zone that is never empty, or never anything else, is found out where the site says so", async (t) => {
  const watched = looks(3, { no_activity_min: 3, max_presence_min: 2 });
  const street = new Street([LINE, watched]).run(200_000, [zone(10_000, 3, 1), zone(40_000, 3, 2)]);
  t.equal(street.shown(3)?.fault, "max presence");
  street.run(210_000, [zone(200_100, 3, 0)]);
  t.equal(street.shown(3)?.fault, "");
  street.run(500_000);
  t.equal(street.shown(3)?.fault, "no activity");
});
