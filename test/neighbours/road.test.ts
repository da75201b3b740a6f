import t from "tap";
import { arrivalsOn, arrivingAt } from "../../src/neighbours/road.ts";
import { BEFORE_STEPS } from "../../src/traffic/departures.ts";
import { SOUTH, said, sum } from "./site.ts";

const lane = (number: number, left: readonly number[], expected: readonly number[] = []) => ({
  approach: "south",
  lane: number,
  left,
  expected,
});
const first = (arriving: readonly number[]) => arriving.findIndex((n) => n > 0) - BEFORE_STEPS;

t.test("who has just left arrives a travel time later, some a little sooner and some a little later", async (t) => {
  const arriving = arrivalsOn(SOUTH, said(0, { left: [2] }));
  t.equal(sum(arriving), 200, "two vehicles");
  const middle = sum(arriving.map((n, i) => n * (i - BEFORE_STEPS + 0.5) * 2)) / sum(arriving);
  t.ok(Math.abs(middle - 29) < 0.5, `29 s from now on average, since they left a second ago: ${middle}`);
  t.ok(arriving.filter((n) => n > 0).length >= 3, "in more than one step");
});

t.test("who left half a minute ago is here, and who left a minute ago is forgotten", async (t) => {
  const ago = (steps: number) => [...Array<number>(steps).fill(0), 1];
  t.ok(first(arrivalsOn(SOUTH, said(0, { left: ago(14) }))) <= 0);
  t.same(arrivalsOn(SOUTH, said(0, { left: ago(30) })), []);
});

t.test("of a lane counts only the share that comes our way, and a lane that nobody named counts for nobody", async (t) => {
  t.ok(Math.abs(sum(arrivalsOn(SOUTH, { lanes: [lane(2, [2])] })) - 100) <= 3, "one of two, but for rounding");
  t.same(arrivalsOn(SOUTH, { lanes: [lane(3, [2]), { ...lane(1, [2]), approach: "north" }] }), []);
});

t.test("nobody is counted on who is only expected to leave: a queue that cannot is expected for ever", async (t) => {
  t.same(arrivalsOn(SOUTH, said(0, { expected: [100, 100] })), []);
});

t.test("nobody leaves a lane faster than a queue does, whatever is said", async (t) => {
  t.equal(sum(arrivalsOn(SOUTH, said(0, { left: [1_000] }))), 200, "two in a step");
  const all = Array<number>(60).fill(1_000_000);
  const arriving = arrivalsOn(SOUTH, { lanes: [lane(1, all, all.slice(30)), lane(2, all, all.slice(30))] });
  t.ok(Math.max(...arriving) <= 400, "two vehicles a second for each of two lanes, in hundredths");
  t.ok(arriving.every((n) => Number.isSafeInteger(n) && n >= 0));
});

t.test("what was said some time ago has come nearer by that", async (t) => {
  const arriving = [...Array<number>(BEFORE_STEPS + 3).fill(0), 100];
  t.equal(arrivingAt(arriving, 0, 60), 100, "in the step that begins in six seconds");
  t.equal(arrivingAt(arriving, 20, 40), 100);
  t.equal(arrivingAt(arriving, 30, 40), 50, "half of it lies in each of two");
  t.equal(arrivingAt(arriving, 30, 20), 50);
  t.equal(arrivingAt(arriving, 0, 6_000), 0, "beyond the end is nobody");
  t.equal(arrivingAt(arriving, 0, -6_000), 0);
});
