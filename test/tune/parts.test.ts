import { readFileSync } from "node:fs";
import t from "tap";
import { between, type Outcome } from "../../src/street/outcome.ts";
import { Random } from "../../src/street/random.ts";
import { changesOf } from "../../src/tune/change.ts";
import { knobsOf } from "../../src/tune/knob.ts";
import { edited, SiteText } from "../../src/tune/place.ts";
import { drawn, Loop, type Run } from "../../src/tune/run.ts";
import { firstPart, halvesOf, sampleOf, strided } from "../../src/tune/sample.ts";
import { differenceOf, type Trial } from "../../src/tune/score.ts";
import type { Slice } from "../../src/tune/slice.ts";
import { TRIES } from "../../src/tune/turn.ts";
import { siteOf } from "../streets.ts";
import { read, TEE } from "./days.ts";

const file = (name: string) => readFileSync(new URL(`../../deploy/sites/${name}`, import.meta.url), "utf8");
const ARTERIAL = file("arterial.toml");
const STAGES = file("stages.toml");

/** What a loop makes of times on and off, in seconds. */
function runsOf(atTheLine: boolean, times: readonly (readonly [on: number, off: number])[], ends: readonly number[] = []): readonly Run[] {
  const runs: Run[] = [];
  const loop = new Loop(atTheLine, (run) => runs.push(run));
  const events = [
    ...times.flatMap(([on, off]) => [
      { at: on, do: () => loop.on(on * 1_000) },
      { at: off, do: () => loop.off(off * 1_000) },
    ]),
    ...ends.map((at) => ({ at, do: () => loop.ends(at * 1_000) })),
  ];
  for (const event of events.toSorted((a, b) => a.at - b.at)) event.do();
  loop.close();
  return runs;
}

t.test("vehicles that drive freely over a loop each have an instant of their own", async (t) => {
  const runs = runsOf(false, [
    [10, 10.5],
    [12, 12.5],
    [30, 30.5],
  ]);
  t.same(
    runs.map(({ from_ms, exact, latest_ms }) => [from_ms, exact, latest_ms.length]),
    [
      [10_000, true, 1],
      [12_000, true, 1],
      [30_000, true, 1],
    ],
  );
});

t.test("a queue over a loop is one run until the loop is free for three seconds", async (t) => {
  const [queue, after, ...none] = runsOf(false, [
    [10, 25],
    [26.5, 27.5],
    [28.5, 29],
    [33, 33.5],
  ]);
  t.same([queue!.from_ms, queue!.latest_ms], [10_000, [10_000, 26_500, 28_500]]);
  t.same([after!.from_ms, after!.latest_ms], [33_000, [33_000]]);
  t.same(none, []);
});

t.test("whoever was left over at the line belongs to the queue of before; who comes to a red later does not", async (t) => {
  const leaving: readonly [number, number][] = [
    [10, 40],
    [42, 43],
    [44, 45],
  ];
  const left = runsOf(true, [...leaving, [50, 90]], [46]);
  t.same([left.length, left[0]!.latest_ms.length], [1, 4], "he stands there five seconds after the last one left");
  t.equal(left[0]!.from_ms, 8_000, "who stopped would have been there earlier");
  const came = runsOf(true, [...leaving, [60, 90]], [46]);
  t.same(
    came.map(({ latest_ms }) => latest_ms.length),
    [3, 1],
  );
  const free = runsOf(true, [...leaving, [50, 90]], []);
  t.equal(free.length, 2, "without the end of a green nobody was left over");
});

t.test("in a drawn queue everybody comes in order, after the first and before he leaves, whatever the seed", async (t) => {
  const latest_ms = [1_000, ...Array.from({ length: 40 }, (_, i) => 30_000 + i * 2_000)];
  const means: number[] = [];
  for (let seed = 1; seed <= 50; seed++) {
    const came = drawn({ from_ms: 1_000, exact: true, latest_ms }, new Random(seed, 0));
    t.equal(came.length, latest_ms.length);
    t.ok(
      came.every((at, i) => at >= 1_000 && at <= latest_ms[i]! && (i === 0 || at >= came[i - 1]!)),
      `seed ${seed}`,
    );
    means.push(came.reduce((sum, at) => sum + at, 0) / came.length);
  }
  t.equal(new Set(means).size, 50, "and every seed draws its own");
  const early = drawn({ from_ms: 0, exact: false, latest_ms: [1_000, 1_100, 1_200, 1_300, 90_000] }, new Random(1, 0));
  t.ok(
    early.slice(0, 4).every((at) => at <= 1_300),
    "who left early came early, and nobody came after he left",
  );
  t.same(drawn({ from_ms: 5_000, exact: true, latest_ms: [5_000] }, new Random(1, 0)), [5_000], "who drove freely came when he came");
});

t.test("a value of a site file is changed where it stands, and nothing else is", async (t) => {
  const text = edited(TEE, [{ place: ["phases", 1, "max1"], value: "26.0" }])!;
  t.same(changesOf(TEE, text), [
    { line: 151, table: '[[phases]] number = 4 name = "Quarry Lane"', was: ["max1 = 20.0"], is: ["max1 = 26.0"] },
  ]);
  const commented = edited(ARTERIAL, [{ place: ["patterns", 2, "phases", 0, "split"], value: "22.0" }])!;
  t.match(changesOf(ARTERIAL, commented), [
    {
      table: '[[patterns]] number = 3 name = "morning"',
      was: ['  { phase = 1, split = 18.0, recall = "max" }, # it lags, so it keeps its green up to the barrier'],
      is: ['  { phase = 1, split = 22.0, recall = "max" }, # it lags, so it keeps its green up to the barrier'],
    },
  ]);
});

t.test("a value that is not in the file is written behind its table's name", async (t) => {
  const text = edited(TEE, [
    { place: ["patterns", 0, "strategy"], value: '"adaptive"' },
    { place: ["patterns", 0, "horizon"], value: "80.0" },
  ])!;
  t.match(changesOf(TEE, text), [{ was: [], is: ["horizon = 80.0", 'strategy = "adaptive"'] }]);
  const reading = read(text);
  t.match(reading, { ok: true, site: { patterns: [{ strategy: "adaptive", horizon_ds: 800 }, {}] } });
  t.equal(edited(TEE, [{ place: ["patterns", 7, "strategy"], value: '"adaptive"' }]), null, "there is no such table");
});

t.test("a line that comes between does not make the lines behind it differ", async (t) => {
  const text = edited(ARTERIAL, [
    { place: ["patterns", 2, "longest_wait"], value: "90.0" },
    { place: ["patterns", 2, "cycle"], value: "130.0" },
  ])!;
  t.same(
    changesOf(ARTERIAL, text).map(({ was, is }) => [was, is]),
    [
      [[], ["longest_wait = 90.0"]],
      [["cycle = 120.0"], ["cycle = 130.0"]],
    ],
  );
});

t.test("nothing that protects anybody can be turned, at any example site", async (t) => {
  const may = ["strategy", "longest_wait", "horizon", "ageing", "max_green", "max1", "max2", "passage", "min_gap", "split", "offset"];
  for (const text of [TEE, ARTERIAL, STAGES, file("four-leg.toml")]) {
    const site = siteOf(text);
    const planned = { ...site, patterns: site.patterns.map((p) => ({ ...p, strategy: "adaptive" as const })) };
    for (const each of [site, planned]) {
      const wanted = { patterns: each.patterns.map(({ number }) => number), tries: TRIES, urgency: new Map() };
      const turns = knobsOf(each, new SiteText(text), wanted).flatMap(({ ways }) => ways.flatMap((way) => way(new SiteText(text)) ?? []));
      t.ok(turns.length > 5);
      for (const { edits, words } of turns) for (const { place } of edits) t.ok(may.includes(String(place.at(-1))), words);
    }
  }
});

t.test("what a knob makes of a site is refused by the site's own checks where it would break a bound", async (t) => {
  const site = siteOf(TEE);
  const wanted = { patterns: [1], tries: ["max-green"] as const, urgency: new Map() };
  let text = TEE;
  let refused = "";
  for (let i = 0; i < 20 && refused === ""; i++) {
    const quarry = knobsOf(site, new SiteText(text), wanted).find(({ ways }) => ways[0]!(new SiteText(text))!.words.includes("Quarry"))!;
    const turn = quarry.ways[1]!(new SiteText(text));
    if (turn === null) break;
    text = edited(text, turn.edits)!;
    const reading = read(text);
    if (!reading.ok) refused = reading.words;
  }
  t.match(refused, /shorter than min_green/);
});

t.test(
  "a site's knobs are what its patterns in force can feel: gaps and maximums, splits and offsets, or how a plan looks ahead",
  async (t) => {
    const kinds = (text: string, patterns: readonly number[]) => {
      const site = siteOf(text);
      return [...new Set(knobsOf(site, new SiteText(text), { patterns, tries: TRIES, urgency: new Map() }).map(({ what }) => what))];
    };
    t.same(kinds(TEE, [1]), ["max-green", "passage", "strategy"]);
    t.same(kinds(ARTERIAL, [3]), ["passage", "min-gap", "split", "offset"], "no maximum ends a green there");
    t.same(kinds(TEE.replace('name = "actuated"', 'name = "actuated"\nstrategy = "adaptive"'), [1]), [
      "longest-wait",
      "ageing",
      "horizon",
      "strategy",
    ]);
    t.same(kinds(STAGES, [1]), ["max-green", "passage", "strategy"]);
  },
);

t.test("every split that is moved leaves a site that can be run, or is refused", async (t) => {
  const site = siteOf(ARTERIAL);
  const text = new SiteText(ARTERIAL);
  const splits = knobsOf(site, text, { patterns: [3], tries: ["split"], urgency: new Map() });
  const readings = splits.map(({ ways }) => read(edited(ARTERIAL, ways[0]!(text)!.edits)!));
  t.ok(readings.some(({ ok }) => ok));
  t.equal(new Set([ARTERIAL, ...splits.map(({ ways }) => edited(ARTERIAL, ways[0]!(text)!.edits))]).size, splits.length + 1);
  for (const reading of readings) {
    if (!reading.ok) t.match(reading.words, /split|cycle|conflict|barrier|s, shorter than/);
    else t.equal(reading.site.patterns[2]!.coordination!.cycle_ds, 1_200);
  }
});

const slice = (day: string, minute: number): Slice =>
  ({ day, minute, wall: Date.parse(`${day}T00:00Z`) + minute * 60_000 }) as unknown as Slice;
const days = ["2026-01-05", "2026-01-06", "2026-01-07"].flatMap((day) => Array.from({ length: 48 }, (_, i) => slice(day, i * 30)));

t.test("days are chosen on and judged on by turns; of a single day its half hours", async (t) => {
  const { choose, judge, by } = halvesOf(days);
  t.equal(by, "days");
  t.same([...new Set(choose.map(({ day }) => day))], ["2026-01-05", "2026-01-07"]);
  t.same([...new Set(judge.map(({ day }) => day))], ["2026-01-06"]);
  const one = halvesOf(days.slice(0, 48));
  t.same([one.by, one.choose.length, one.judge.length], ["half hours", 24, 24]);
  t.notOk(one.choose.some((each) => one.judge.includes(each)));
});

t.test("a sample has every hour of the day and every day, and its first third is like all of it", async (t) => {
  const some = sampleOf(days, 36);
  t.equal(new Set(some).size, 36);
  t.same(
    [...Map.groupBy(some, ({ minute }) => Math.floor(minute / 360)).values()].map(({ length }) => length),
    [9, 9, 9, 9],
  );
  t.equal(new Set(some.map(({ day }) => day)).size, 3);
  const first = strided(some).slice(0, firstPart(36));
  t.same(new Set(first.map(({ minute }) => Math.floor(minute / 360))).size, 4);
  t.equal(sampleOf(days, 1_000).length, days.length);
});

const trial = (vehicles: number, delay_s: number): Trial => ({
  lanes: [{ approach: "a", phase: 1, vehicles, delay_ms: delay_s * 1_000, stops: 0, delays_s: [vehicles] }],
  crossings: [],
  seen: [],
});

t.test("a change that does its part at night as in the peak has no spread; one that does not has one", async (t) => {
  const was = [10, 100, 1_000].map((n) => [trial(n, n * 20)]);
  const part = differenceOf(
    was,
    [10, 100, 1_000].map((n) => [trial(n, n * 18)]),
  );
  t.ok(Math.abs(part.delay_s + 2) < 1e-9);
  t.ok(part.spread_s < 1e-9);
  const other = differenceOf(
    was,
    [22, 18, 20].map((s, i) => [trial(10 ** (i + 1), 10 ** (i + 1) * s)]),
  );
  t.ok(other.spread_s > Math.abs(other.delay_s), "better by 0.16 s on average, and who knows");
  t.equal(differenceOf(was.slice(0, 1), was.slice(0, 1)).spread_s, Number.POSITIVE_INFINITY, "of one half hour nothing can be said");
});

t.test(
  "who is still there at the end of a half hour is counted with what he has been delayed by then; who was there before it is not counted twice",
  async (t) => {
    const lane = (vehicles: number, delay_ms: number, stops: number, delays_s: readonly number[]) => ({
      ...{ approach: "a", lane: 1, phase: 1, vehicles, delay_ms, stops, delays_s },
    });
    const crossing = (people: number, wait_ms: number) => ({ detector: 1, phase: 1, people, wait_ms });
    const first: Outcome = {
      ...{ lanes: [lane(10, 100_000, 5, [8, 2, 0, 0])], crossings: [crossing(3, 9_000)] },
      still: { lanes: [lane(2, 5_000, 0, [2])], crossings: [crossing(1, 500)] },
    };
    const second: Outcome = {
      ...{ lanes: [lane(30, 160_000, 12, [20, 8, 2, 0])], crossings: [crossing(5, 19_000)] },
      still: { lanes: [lane(3, 9_000, 0, [0, 0, 0, 3])], crossings: [crossing(1, 40_000)] },
    };
    t.same(between(first, second), {
      lanes: [lane(23, 69_000, 7, [12, 6, 2, 3])],
      crossings: [crossing(3, 50_000)],
    });
  },
);
