import t from "tap";
import { busiest, storm } from "./storm/simulated.ts";

// The goal is never more than 100 connects a second for 10,000 units, all back in five minutes; a tenth of the fleet has the rate of the whole.
t.test("a thousand units whose broker was away are back within their rounds, and never come at more than 100 a second", async (t) => {
  for (const away_s of [1, 10, 45, 120, 900]) {
    const { back, peak, last_s } = await storm(1_000, away_s, 7);
    t.equal(back, 1_000);
    t.ok(peak <= 100, `away for ${away_s} s: ${peak} in the busiest second`);
    t.ok(last_s <= 280, `the last one after ${last_s} s`);
  }
});

t.test("after a power cut in the whole city the first calls are spread, too", async (t) => {
  const { back, peak } = await storm(2_000, 0, 7, true);
  t.equal(back, 2_000);
  t.ok(peak <= 100, `${peak} in the busiest second`);
});

t.test("the busiest second is found wherever it begins", async (t) => {
  t.equal(busiest([0, 999, 1_000, 1_500, 1_998]), 4);
  t.equal(busiest([]), 0);
});
