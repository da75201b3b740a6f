import { readFileSync } from "node:fs";
import t from "tap";
import { maximumsTold } from "../../src/timing/maximums.ts";
import { Instant } from "../../src/traffic/time.ts";
import { FOUR_LEG, siteOf } from "../streets.ts";

const site = siteOf(readFileSync(new URL("../../deploy/sites/arterial.toml", import.meta.url), "utf8"));
const numbered = (maximum: "max1" | "max2") => site.patterns.find((pattern) => pattern.maximum === maximum)!.number;
const two = site.phases.filter(({ max1_ds, max2_ds }) => max1_ds !== max2_ds).map(({ number }) => number);
const told = (before: number | null, pattern: number) =>
  maximumsTold(site, before, pattern, Instant(100)).map(({ code, param }) => [code, param]);

t.test("a pattern with the other maximum says so of each phase that has two, and one with the same says nothing", async (t) => {
  const [first, second] = [numbered("max1"), numbered("max2")];
  t.ok(two.length > 0);
  const phases = (code: number) => two.map((phase) => [code, phase]);
  t.same(told(null, first), phases(50), "at the start");
  t.same(told(first, second), phases(51));
  t.same(told(second, second), []);
  t.same(told(second, first), phases(50));
  t.same(maximumsTold(siteOf(FOUR_LEG), null, 1, Instant(100)), [], "of a site without second maximums nothing is said");
});

t.test("a pattern that states a maximum of its own is neither", async (t) => {
  const second = numbered("max2");
  const own = site.patterns.map((pattern) =>
    pattern.number !== second
      ? pattern
      : { ...pattern, phases: [{ phase: two[0]!, max_green_ds: 333, recall: "none", ped_recall: false, split_ds: 0 } as never] },
  );
  const said = maximumsTold({ ...site, patterns: own }, numbered("max1"), second, Instant(100)).map(({ param }) => param);
  t.same(said, two.slice(1));
});
