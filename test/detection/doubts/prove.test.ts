import { readFileSync } from "node:fs";
import t from "tap";
import { FAULT_TODO } from "../../../src/traffic/fault-words.ts";
import { DetectorNumber } from "../../../src/traffic/numbers.ts";
import { siteOf } from "../../streets.ts";
import { Wires } from "./inject.ts";
import { GOOD_MS, KINDS, morning, openTrial, record } from "./trial.ts";

const text = readFileSync(new URL("../../../deploy/sites/four-leg.toml", import.meta.url), "utf8");
const site = siteOf(text);

t.test("of a morning with one fault the fault is found, whichever it is, and named; of a good one nothing is said", async (t) => {
  const recording = record(site, text, 1);
  t.same(openTrial(site, recording, 1, null).wrong, []);
  for (const kind of KINDS) {
    const { found, wrong, after_min, findings } = openTrial(site, recording, 101, kind);
    t.ok(found, `${kind}: after ${after_min} min`);
    t.same(wrong, [], `${kind}: nothing else is said`);
    for (const { what, words } of findings)
      if (words === what) t.ok(FAULT_TODO[what], `${what} has a sentence`);
      else t.match(words, /detector \d+ \(.*; .*, input \d+\).*: .*\. ?/);
  }
});

t.test("a stop line's loop dies in the morning peak: others in its lane see it, and its phase is served as before", async (t) => {
  const injection = { kind: "stuck-off", detector: DetectorNumber(7), other: DetectorNumber(7), from: GOOD_MS } as const;
  const greens = { before: 0, after: 0 };
  const told: string[] = [];
  let failed = 0;
  morning(
    site,
    text,
    3,
    new Wires(3, injection),
    ({ now }, entries) => {
      for (const { code, param, detail } of entries) {
        if (code === 1 && param === 2 && now > GOOD_MS - 1_800_000)
          greens[now < GOOD_MS ? "before" : "after"] += now < GOOD_MS + 1_800_000 ? 1 : 0;
        if (param !== 7 || now < GOOD_MS) continue;
        if (code === 325) told.push((JSON.parse(detail) as { words: string }).words);
        if (code === 84 && failed === 0) failed = now;
      }
    },
    6,
  );
  t.match(told[0], /^detector 7 \(south lane 1 stop line; rack, input 7\) misses vehicles/);
  t.ok(failed > GOOD_MS && failed < GOOD_MS + 900_000, `failed after ${Math.round((failed - GOOD_MS) / 60_000)} min`);
  t.ok(greens.after >= greens.before / 2, `${greens.before} greens in half an hour before, ${greens.after} after`);
});
