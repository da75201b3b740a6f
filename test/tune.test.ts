// Long: half hours are lived through again and again.
import t from "tap";
import { tunedJson } from "../src/cli/tune-words.ts";
import { type Recording, tune } from "../src/tune.ts";
import { options, recorded, recordingIn, TEE, TestBench, tuned } from "./tune/days.ts";

/** Quarry Lane has a maximum of seven seconds, and a third of the traffic. */
const BAD = TEE.replace("max1 = 20.0", "max1 = 7.0");
const short = recordingIn([recorded({ text: BAD, hour: 9, hours: 6.1, demand: 1 }).chunk()]);

t.test(
  "a phase whose maximum is far too short is named, and a longer one is better on half hours on which it was not chosen",
  async (t) => {
    const result = await tuned(short);
    t.equal(result.reproduced.verdict, "reproduced", "a lane whose queue is not gone for long is lived through as it was");
    t.match(
      result.changes.filter(({ table }) => table.includes('"Quarry Lane"')),
      [{ was: ["max1 = 7.0"], is: [/^max1 = (1[0-9]|2[0-9])\.0$/] }],
    );
    t.equal(
      result.rows[0]!.words,
      "max green of phase 4 Quarry Lane from 7.0 to 10.0 s",
      "its greens were cut off most: it is looked at first",
    );
    const judged = result.judged!;
    t.ok(judged.better);
    t.ok(judged.difference.delay_s + judged.difference.spread_s < 0, `${judged.difference.delay_s} ± ${judged.difference.spread_s} s`);
    const quarry = (score: typeof judged.recorded) => score.movements.find(({ phase }) => phase === 4)!.mean_delay_s;
    t.ok(quarry(judged.proposed) < quarry(judged.recorded) * 0.7, "those who gain are those of that lane");
    t.notOk(result.chosen_on.some((slice) => result.judged_on.includes(slice)));
    t.ok(result.edits.every(({ place }) => place.at(-1) === "max1"));

    const json = JSON.parse(JSON.stringify(tunedJson(short, result)));
    t.match(json, {
      unit: "DEMO-004",
      recorded: { half_hours: 12, sessions: 1, left: [], blind: [] },
      reproduced: { verdict: "reproduced", phases: [{ phase: 2 }, { phase: 4 }, { phase: 6 }] },
      by: "half hours",
      ended: "",
      rows: [{ words: String, verdict: "kept", score: { mean_delay_s: Number, p95_delay_s: Number }, difference: { delay_s: Number } }],
      judged: { better: true },
      changes: Array,
    });
    t.same(Object.keys(json.chosen_on[0]), ["wall", "day", "minute"], "without the vehicles one by one");
  },
);

t.test("what the simulated street does not reproduce is refused, with the phases and what of them is unlike", async (t) => {
  const other: Recording = { ...short, text: TEE.replace("max1 = 20.0", "max1 = 60.0") };
  const bench = new TestBench();
  const answer = await tune(other, options(bench));
  t.match(answer, { refused: /does not reproduce what was recorded.*phase 4 \([^)]*cut/, reproduced: { verdict: "not" } });
  const blind: Recording = { ...short, slices: short.slices.map((slice) => ({ ...slice, whole: false })) };
  t.match(await tune(blind, options(new TestBench())), { refused: /no half hour in which every loop was good/ });
});

t.test("a record that cannot be halved is refused", async (t) => {
  const few: Recording = { ...short, slices: short.slices.slice(0, 7) };
  const bench = new TestBench();
  t.match(await tune(few, options(bench)), { refused: "7 half hours can be used: choosing needs 4 and judging 4 others" });
  t.equal(bench.done, 0);
});

t.test("of several days every other one is judged on; where time is short a sample is tried, and not everything", async (t) => {
  const days = ["2026-01-05", "2026-01-06", "2026-01-07"];
  const three: Recording = {
    ...short,
    slices: short.slices.concat(short.slices).map((slice, i) => ({ ...slice, day: days[(i + Math.floor(i / 12)) % 3]! })),
  };
  const result = await tuned(three, new TestBench({ trial_ms: 1_000 }), { minutes: 0.6 });
  t.same([result.by, result.ended, result.sampled], ["days", "time", true]);
  t.same(new Set(result.chosen_on.map(({ day }) => day)), new Set(["2026-01-05", "2026-01-07"]));
  t.same(new Set(result.judged_on.map(({ day }) => day)), new Set(["2026-01-06"]));
  t.ok(result.rows.length > 0 && result.rows.length < 6, "some were tried in the time");
  t.ok(result.judged, "and what was found was judged");
});

t.test("who is asked to end judges what was found so far; who is asked before anything was tried says so", async (t) => {
  const result = await tuned(short, new TestBench({ ends: 24 }));
  t.equal(result.ended, "asked");
  t.same(
    result.rows.map(({ verdict }) => verdict),
    ["kept"],
  );
  t.ok(result.judged, "on half hours on which it was not chosen");
  t.match(await tune(short, options(new TestBench({ ends: 0 }))), { refused: "it was ended before anything was tried" });
});
