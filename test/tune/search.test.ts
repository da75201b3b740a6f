import t from "tap";
import { edited, SiteText } from "../../src/tune/place.ts";
import type { Trial } from "../../src/tune/score.ts";
import { type SearchOptions, search } from "../../src/tune/search.ts";
import type { Slice } from "../../src/tune/slice.ts";
import type { Try } from "../../src/tune/turn.ts";
import { siteOf } from "../streets.ts";
import { read, TEE } from "./days.ts";

const SLICES = Array.from({ length: 12 }, (_, i) => ({ minute: i * 30 }) as Slice);

/** What a made-up street makes of a site file in a half hour. */
type Street = (site: SiteText, slice: Slice) => { readonly delay_s: number; readonly p95_s?: number; readonly walk_s?: number };

const max1 = (site: SiteText, phase: number) => site.number(["phases", phase, "max1"], 0);

function trialOf(street: Street, text: string, slice: Slice): Trial {
  const { delay_s, p95_s = 40, walk_s = 20 } = street(new SiteText(text), slice);
  const delays_s = Array(p95_s + 1).fill(0);
  delays_s[0] = 90;
  delays_s[p95_s] = 10;
  return {
    lanes: [{ approach: "a", phase: 2, vehicles: 100, delay_ms: delay_s * 100_000, stops: 50, delays_s }],
    crossings: [{ detector: 1, phase: 2, people: 10, wait_ms: walk_s * 10_000 }],
    seen: [],
  };
}

/** `after`: how many half hours may be tried until it is asked to end. */
function searched(street: Street, tries: readonly Try[], { text = TEE, after = Number.POSITIVE_INFINITY } = {}) {
  let left = after;
  const options: SearchOptions = {
    ...{ text, site: siteOf(text), slices: SLICES, read, tell: () => {} },
    wanted: { patterns: [1], tries, urgency: new Map() },
    base: SLICES.map((slice) => [trialOf(street, text, slice)]),
    attempt: async (tried, slices) => {
      left -= slices.length;
      return left < 0 ? null : slices.map((slice) => [trialOf(street, tried, slice)]);
    },
  };
  return search(options);
}

t.test("a knob is turned as long as that helps, and the best is what is left", async (t) => {
  const found = await searched((site) => ({ delay_s: 20 + Math.abs(max1(site, 1) - 40) / 4 }), ["max-green"]);
  const best = max1(new SiteText(found.text), 1);
  t.ok(best >= 34 && best <= 46, `${best} s`);
  t.ok(
    found.edits.every(({ place }) => place[1] === 1 && place[2] === "max1"),
    "and nothing else is changed",
  );
  t.ok(found.whole);
  t.ok(
    found.rows.some(({ slices, verdict }) => slices === 4 && verdict === "no better"),
    "what does not help on the first third goes no further",
  );
  t.ok(
    found.rows.every(({ slices, verdict }) => slices === 12 || verdict !== "kept"),
    "and nothing is kept for what it did there",
  );
});

t.test("chance that goes to and fro is not kept", async (t) => {
  const found = await searched(
    (site, { minute }) => ({ delay_s: 20 + (max1(site, 1) === 20 ? 0 : (((minute / 30) * 7) % 12) - 5.6) }),
    ["max-green"],
  );
  t.same(found.edits, []);
});

t.test("what is better for most is not kept where those who walk, or the slowest, pay for it", async (t) => {
  const better = (site: SiteText) => (max1(site, 1) > 20 ? { delay_s: 15 } : { delay_s: 20 });
  const free = await searched(better, ["max-green"]);
  t.equal(free.rows.find(({ words }) => words.includes("Quarry Lane from 20.0 to 27.0"))!.verdict, "kept");
  for (const cost of [{ walk_s: 30 }, { p95_s: 60 }]) {
    const paid = await searched((site) => ({ ...better(site), ...(max1(site, 1) > 20 ? cost : {}) }), ["max-green"]);
    t.equal(paid.rows.find(({ words }) => words.includes("Quarry Lane from 20.0 to 27.0"))!.verdict, "at others' cost");
    t.same(paid.edits, []);
  }
});

t.test("a change that the whole does as well without is taken back in the end", async (t) => {
  // Phase 6 helps by next to nothing, and less in every other half hour.
  const street: Street = (site, { minute }) => ({
    delay_s: 30 - (max1(site, 1) > 20 ? 8 + (minute % 60 === 0 ? 2 : 0) : 0) - (max1(site, 2) < 35 ? (minute % 60 === 0 ? 0.9 : -0.3) : 0),
  });
  const found = await searched(street, ["max-green"]);
  t.ok(
    found.rows.some(({ words, verdict }) => words.includes("Lake Road west") && verdict === "kept"),
    "it was kept for a while",
  );
  t.ok(found.rows.some(({ words, verdict }) => words === "without max1 of phases 6" && verdict === "dropped"));
  t.same(new Set(found.edits.map(({ place }) => place[1])), new Set([1]));
});

t.test("a value that the site's checks refuse is not tried at all", async (t) => {
  const text = edited(TEE, [{ place: ["phases", 1, "max1"], value: "8.0" }])!;
  const found = await searched((site) => ({ delay_s: 10 + max1(site, 1) }), ["max-green"], { text });
  t.notOk(
    found.rows.some(({ words }) => /Quarry Lane from 8\.0 to [0-5]\./.test(words)),
    "its minimum is 6 s",
  );
  t.equal(found.edits.length, 0);
});

t.test("who is asked to end has what was found until then", async (t) => {
  const street: Street = (site) => ({ delay_s: 40 - max1(site, 0) / 4 - max1(site, 1) / 4 });
  const found = await searched(street, ["max-green"], { after: 30 });
  t.notOk(found.whole);
  t.ok(found.edits.length > 0);
  t.ok(found.rows.every(({ verdict }) => verdict === "kept"));
});
