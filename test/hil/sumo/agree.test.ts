import t from "tap";
import { agreement } from "./agree.ts";

const SEEDS = [21.4, 24.9, 19.8, 26.2, 23.1, 22.7, 20.9, 25.5];
/** As chance throws it about: half of them up, half down. */
const CHANCE = [0.3, -0.4, 0.2, -0.1, 0.5, -0.3, -0.2, 0.1];
const pairs = (real: readonly number[]) => ({ name: "delay", fast: SEEDS, real, margin_pm: 100 });

t.test("two worlds that differ by chance alone agree, and no sign of a difference is found", (t) => {
  const found = agreement(pairs(SEEDS.map((each, i) => each + CHANCE[i]!)));
  t.ok(found.agrees);
  t.ok(found.p > 0.5, `p ${found.p}`);
  t.ok(Math.abs(found.difference) < 0.05);
  t.end();
});

t.test("drivers who wait a fifth longer before real lamps are found, however few seeds", (t) => {
  const found = agreement(pairs(SEEDS.map((each, i) => each * 1.2 + CHANCE[i]!)));
  t.notOk(found.agrees);
  t.equal(found.p, 2 / 2 ** 8, "all signs are the same: only two of all choices are as large");
  t.end();
});

t.test("so much chance that nothing can be said is no agreement", (t) => {
  const found = agreement(pairs(SEEDS.map((each, i) => each + CHANCE[i]! * 20)));
  t.ok(found.p > 0.5, `p ${found.p}`);
  t.notOk(found.agrees, "no difference was found, and none was ruled out");
  t.end();
});

t.test("the interval is that of Student's t: worked by hand for four pairs", (t) => {
  // Differences 1, 2, 3, 4: mean 2.5, deviation 1.2910, t of three degrees 2.353: 2.5 ± 1.5189.
  const found = agreement({ name: "", fast: [10, 10, 10, 10], real: [11, 12, 13, 14], margin_pm: 500 });
  t.equal(found.low.toFixed(3), "0.981");
  t.equal(found.high.toFixed(3), "4.019");
  t.equal(found.margin, 5);
  t.equal(found.p, 2 / 16);
  t.throws(() => agreement({ name: "", fast: [1, 2], real: [1, 2], margin_pm: 1 }), RangeError);
  t.end();
});
