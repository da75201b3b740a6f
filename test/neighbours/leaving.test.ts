import t from "tap";
import { Leaving } from "../../src/neighbours/leaving.ts";
import { AHEAD_STEPS, LANES_MAX } from "../../src/traffic/numbers.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { siteWith, traffic } from "./site.ts";

const NOTHING = new Int32Array(LANES_MAX * AHEAD_STEPS);
const lanes = (leaving: Leaving) =>
  leaving.said?.lanes.map(({ approach, lane, left, expected }) => [`${approach} ${lane}`, left, expected]);

/** Tenths from 100 ms on, with who leaves by tenth. */
function pass(leaving: Leaving, tenths: number, left: { readonly [tenth: number]: readonly number[] }, expected = NOTHING, from = 1): void {
  for (let i = from; i < from + tenths; i++) leaving.step(Instant(i * 100), WallTime(i * 100), traffic([], left[i] ?? []), () => expected);
}

t.test("who leaves is counted by lane and steps of two seconds, the latest first", async (t) => {
  const leaving = new Leaving(siteWith());
  t.equal(leaving.said, null, "nothing is said before the first step is over");
  pass(leaving, 60, { 5: [1, 0], 6: [1, 0], 45: [0, 1] });
  t.equal(leaving.said?.issued, 6_000);
  t.same(lanes(leaving)?.slice(0, 2), [
    ["south 1", [0, 0, 2], []],
    ["south 2", [1], []],
  ]);
});

t.test("after two minutes they are forgotten", async (t) => {
  const leaving = new Leaving(siteWith());
  pass(leaving, 1_200, { 5: [1, 0] });
  t.equal(leaving.said?.lanes[0]?.left.at(59), 1);
  pass(leaving, 20, {}, NOTHING, 1_201);
  t.same(leaving.said?.lanes[0]?.left, []);
});

t.test("whom the plan expects to let go is said in hundredths", async (t) => {
  const leaving = new Leaving(siteWith());
  const expected = new Int32Array(NOTHING);
  expected.set([1_000, 0, 333], AHEAD_STEPS);
  pass(leaving, 20, {}, expected);
  t.same(leaving.said?.lanes[1]?.expected, [100, 0, 33]);
});

t.test("of a lane with a failed detector nothing is said", async (t) => {
  const leaving = new Leaving(siteWith());
  const seen = traffic([], [1, 1]);
  seen.trusted[0] = 0;
  for (let i = 1; i <= 20; i++) leaving.step(Instant(i * 100), WallTime(i * 100), seen, () => NOTHING);
  t.notOk(leaving.said?.lanes.some(({ approach, lane }) => approach === "south" && lane === 1));
  t.ok(leaving.said?.lanes.some(({ approach, lane }) => approach === "south" && lane === 2));
});
