import t from "tap";
import { bandOf } from "../../../src/brain/wave/band.ts";
import { inPairs, offsetsOf } from "../../../src/brain/wave/offsets.ts";
import { disperse, even, later, serve, total } from "../../../src/brain/wave/platoon.ts";
import { lineOf, row, timed } from "./roads.ts";

const between = (t: { ok(good: boolean, words: string): unknown }, value: number, least: number, most: number, words: string) =>
  t.ok(value >= least && value <= most, `${words}: ${value} is between ${least} and ${most}`);

t.test("in one direction the second green begins when the platoon is there", async (t) => {
  for (const travel_s of [10, 20, 30]) {
    const line = lineOf(row([travel_s], false), [timed(80, 40, 500), timed(80, 40, 500)], 80);
    const [first, second] = offsetsOf(line);
    t.equal(first, 0);
    // Its head drives four fifths of the time that it takes on the average, and nobody comes before it.
    between(t, second!, Math.floor(0.8 * travel_s), travel_s, `${travel_s} s apart`);
    const [, there] = line.figures([first!, second!]).ways[0]!;
    const [, against] = line.figures([first!, (second! + 40) % 80]).ways[0]!;
    t.ok(there!.delay_s < 4 && there!.stops_pm < 250 && there!.on_green_pm > 800, JSON.stringify(there));
    t.ok(against!.delay_s > 15 && against!.on_green_pm < 400, JSON.stringify(against));
  }
});

t.test("both ways at once: half a cycle away every other green fits, a whole cycle away all", async (t) => {
  const units = [timed(80, 40, 500), timed(80, 40, 500)];
  const offset = (travel_s: number) => offsetsOf(lineOf(row([travel_s], true), units, 80))[1]!;
  // Whoever needs half a cycle arrives half a cycle later in both directions, if the greens begin half a cycle apart.
  between(t, offset(40), 36, 44, "half a cycle");
  between(t, (offset(80) + 40) % 80, 36, 44, "a whole cycle");
  // A quarter of a cycle away no offset is good for both: the two best are as far from one way as from the other.
  const line = lineOf(row([20], true), units, 80);
  t.ok(line.figures([0, 20]).cost > 0.9 * line.figures([0, offset(20)]).cost);
});

t.test("pair by pair is the best of all combinations where pairs are all that there is", async (t) => {
  const line = lineOf(row([23, 31], true), [timed(60, 30, 400), timed(60, 25, 400), timed(60, 35, 400)], 60);
  const pairs = line.places.map((_, w) => [line.pair(w, 1), line.pair(w, 2)]);
  const cost = (offsets: readonly number[]) =>
    line.places.reduce(
      (sum, way, w) =>
        sum + [1, 2].reduce((all, i) => all + pairs[w]![i - 1]!(offsets[way[i]!.stop.unit]! - offsets[way[i]!.stop.from!]!), 0),
      0,
    );
  let least = Number.POSITIVE_INFINITY;
  for (let one = 0; one < 60; one++) for (let two = 0; two < 60; two++) least = Math.min(least, cost([0, one, two]));
  t.ok(Math.abs(cost(inPairs(line)) - least) < 1e-6, `${cost(inPairs(line))} and ${least}`);
  const whole = offsetsOf(line);
  let best = Number.POSITIVE_INFINITY;
  for (let one = 0; one < 60; one += 2) for (let two = 0; two < 60; two += 2) best = Math.min(best, line.figures([0, one, two]).cost);
  t.ok(line.figures(whole).cost <= best * 1.001, "and the whole line is no worse than the best of 900 others");
});

t.test("a unit with half the cycle lets a platoon through at either of its greens", async (t) => {
  const line = lineOf(row([20], false), [timed(100, 40, 300), timed(50, 20, 300)], 100);
  t.ok(offsetsOf(line)[1]! < 50);
  const { cost } = line.figures([0, 18]);
  t.ok(Math.abs(line.figures([0, 68]).cost - cost) < 1e-6 * cost);
});

t.test("a platoon spreads on its way and loses nobody", async (t) => {
  const platoon = even(0, 60).map((_, k) => (k < 10 ? 0.5 : 0));
  const there = disperse(platoon, 25);
  t.ok(Math.abs(total(there) - 5) < 0.01, `${total(there)}`);
  t.equal(
    there.findIndex((each) => each > 0.05),
    20,
    "its head drives 0.8 of 25 s",
  );
  t.ok(Math.max(...there) < 0.45 && Math.max(...there) > Math.max(...disperse(platoon, 50)));
  t.same([...later(platoon, -3)].slice(55), [0, 0, 0.5, 0.5, 0.5].slice(0, 5));
});

t.test("a queue that leaves by one in two seconds waits as Webster says", async (t) => {
  // 0.2 a second for 60 s, 30 s of green: red 30 s; uniform delay C (1 − g/C)² / (2 (1 − y)) = 60 × 0.25 / (2 × 0.6) = 12.5 s each.
  const green = new Float64Array(60).fill(1, 30);
  const { delay_vs, stops, on_green, leaving } = serve(even(12, 60), green, 0.5);
  between(t, delay_vs / 12, 12, 13, "delay");
  // 6 in red, and whoever comes in the 20 s in which they leave.
  between(t, stops, 9.5, 10.5, "stops");
  between(t, on_green, 5.9, 6.1, "on green");
  t.ok(Math.abs(total(leaving) - 12) < 1e-6);
});

t.test("the band is what is left of the greens when they are laid along the drive", async (t) => {
  const line = lineOf(row([20, 20], true), [timed(80, 40, 300), timed(80, 30, 300), timed(80, 35, 300)], 80);
  t.same(bandOf(line, 0, [0, 20, 40]), { begin_s: 0, long_s: 30 }, "the shortest of them all");
  t.equal(bandOf(line, 0, [0, 25, 40]).long_s, 30);
  t.equal(bandOf(line, 0, [0, 60, 40]).long_s, 0, "nobody gets through");
  // Back: J3 at 40, J2 at 20, J1 at 0: 40 s against their time at each.
  t.equal(bandOf(line, 1, [0, 20, 40]).long_s, 0);
});
