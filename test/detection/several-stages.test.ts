import t from "tap";
import { PhaseNumber } from "../../src/traffic/numbers.ts";
import { loop, MINUTE, off, on, Street, vehicle } from "./street.ts";

const IN_TWO = { call_phase: 2, also_calls: [PhaseNumber(3)] };

t.test("a loop of a signal group that is green in two stages calls both", async (t) => {
  const street = new Street([loop(1, IN_TWO), loop(2, { call_phase: 3 })]).run(10_000, [
    ...vehicle(1, 1_000, 3_000),
    ...vehicle(2, 2_000, 5_000),
  ]);
  t.same(street.spans("vehicle", 2), [[1_000, 2_900]]);
  t.same(street.spans("vehicle", 3), [[1_000, 4_900]], "the other loop of the second stage goes on calling it");
  t.same(street.spans("vehicle", 4), []);
});

t.test("who is remembered for two stages is remembered for the first: nobody is served twice", async (t) => {
  const street = new Street([loop(1, { ...IN_TWO, lock: true })]).run(5_000, vehicle(1, 1_020, 1_080));
  t.same(street.spans("locking", 2), [[1_100, 1_100]]);
  t.same(street.spans("locking", 3), []);
  t.same(street.spans("vehicle", 3), [[1_100, 1_100]], "it was there");
});

t.test("a dead loop recalls every stage that it calls, and is counted blind in those that no other loop calls", async (t) => {
  const street = new Street([loop(1, { ...IN_TWO, max_presence_min: 3 }), loop(2, { call_phase: 3 })]);
  street.run(4 * MINUTE, [on(0, 1)]);
  t.equal(street.detection.phasesDetected, 2);
  t.equal(street.detection.phasesRecalled, 2);
  t.equal(street.detection.phasesBlind, 1);
  street.run(5 * MINUTE, [off(250_000, 1)]);
  for (const stage of [2, 3]) t.same(street.spans("fault_recall", stage), [[180_000, 249_900]]);
  t.equal(street.detection.phasesRecalled, 0);
});
