import t from "tap";
import { Dispatch } from "./errands.ts";
import { ERRANDS, hasSignal, SPOTS, STREETS } from "./plan.ts";

/** [second, errand] of all that set out within two hours; each is on the way for so long. */
function sent(seed: number, takes_s: number): readonly (readonly [number, number])[] {
  const dispatch = new Dispatch(seed, 30);
  const all: (readonly [number, number])[] = [];
  for (let at_s = 1; at_s <= 7_200; at_s++) {
    const busy = all.some(([begun]) => at_s < begun + takes_s && at_s > begun);
    const errand = dispatch.step(at_s, busy);
    if (errand !== null) all.push([at_s, errand]);
  }
  return all;
}

t.test("the seed says who sets out when; nobody does while another is on the way, nor within a minute of that", (t) => {
  const all = sent(7, 120);
  t.same(all, sent(7, 120));
  t.not(JSON.stringify(all), JSON.stringify(sent(8, 120)));
  t.ok(all.length > 20, `${all.length} in two hours`);
  all.slice(1).forEach(([at_s, errand], i) => {
    t.ok(at_s >= all[i]![0] + 120 + 59, `${at_s} s`);
    t.not(errand, all[i]![1], "another errand each time");
  });
  t.equal(new Set(all.map(([, errand]) => errand)).size, ERRANDS.length, "everybody has its turn");
  t.end();
});

t.test("every errand leads over streets that are there, by signals, from one end of the town to another", (t) => {
  const street = (a: string, b: string) => STREETS.some(({ from, to }) => (from === a && to === b) || (from === b && to === a));
  for (const { name, over } of ERRANDS) {
    t.ok(
      over.slice(1).every((to, i) => street(over[i]!, to)),
      name,
    );
    t.same(over.map(hasSignal), [false, ...over.slice(2).map(() => true), false], name);
  }
  for (const { from, to } of STREETS) t.ok(from in SPOTS && to in SPOTS, `${from} to ${to}`);
  t.ok(Object.keys(SPOTS).filter(hasSignal).length >= 8);
  t.end();
});
