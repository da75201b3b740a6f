import t from "tap";
import { ms, playOf } from "../play.ts";
import { draw } from "./draw.ts";
import { FAMILIES } from "./faults.ts";

const SEEDS = Array.from({ length: 150 }, (_, i) => i + 1);

t.test("a number is always the same street with the same weather, and every one of them can be played", (t) => {
  const sites = new Set<string>();
  const kinds = new Set<string>();
  let edited = 0;
  for (const seed of SEEDS) {
    const { name, scenario } = draw(seed);
    t.same(draw(seed).scenario, scenario);
    const play = playOf(name, scenario, seed);
    sites.add(scenario.site);
    if (scenario.edits !== undefined) edited++;
    for (const { fault } of scenario.weather) kinds.add(fault.kind);
    for (const { at, on } of play.deeds)
      if (!on) t.ok(at <= play.until - 11 * 60_000, `${name}: what lasts is over before the calm at the end`);
    for (const { fault, lasts } of scenario.weather) if (fault.kind === "power-cut") t.ok(lasts, `${name}: the power comes back`);
    t.ok(play.until >= ms("20 min"));
  }
  t.equal(sites.size, 5, "every example site");
  t.ok(edited > 50 && edited < 100, `${edited} of 150 have other figures in their timing sheets`);
  const never = Object.keys(FAMILIES).filter((kind) => !kinds.has(kind));
  t.same(never, [], "every kind of fault is drawn");
  t.end();
});
