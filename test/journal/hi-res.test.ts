import t from "tap";
import { type HiResSpan, hiRes, type LeftOut } from "../../src/journal/hi-res.ts";
import { localWords } from "../../src/journal/local-time.ts";
import { Told } from "./chunks.ts";

const HOUR = 36_000;
const H = 3_600_000;
const M = 60_000;
const words = (tenth: number) => localWords(tenth * 100);

/** Spans as [beginning, events], and what is left out as [from, to]. */
function cut({ chunks }: Told, length = HOUR, utc = false) {
  const pieces = [...hiRes(chunks, length, utc)];
  const spans = pieces.filter((p): p is HiResSpan => p.kind === "span");
  const left = pieces.filter((p): p is LeftOut => p.kind === "left-out");
  return {
    spans: spans.map((s) => [words(s.from_tenth), s.events.map((e) => `${words(e.tenth).slice(11)} ${e.code} ${e.param}`)]),
    whole: spans.filter((s) => !s.running).length,
    left: left.map((l) => [words(l.from_tenth), words(l.to_tenth)]),
    why: left.map((l) => l.why),
  };
}

const MONDAY = Date.UTC(2026, 0, 5, 7, 0, 0);

t.test("an hour is given when it is over, by the clocks of the street", async (t) => {
  const told = new Told().session("Europe/Berlin", MONDAY).chunk(MONDAY, [1_234, 82, 5], [2_000, 81, 5], [2_000, 310, 5], [H, 1, 2]);
  t.same(cut(told), {
    spans: [
      ["2026-01-05 08:00:00.0", ["08:00:01.2 82 5", "08:00:02.0 81 5"]],
      ["2026-01-05 09:00:00.0", ["09:00:00.0 1 2"]],
    ],
    whole: 1,
    left: [],
    why: [],
  });
  t.same(cut(told, HOUR, true).spans[0], ["2026-01-05 07:00:00.0", ["07:00:01.2 82 5", "07:00:02.0 81 5"]]);
});

t.test("a loop that chatters within a tenth is told once each way, and ends the tenth as it was", async (t) => {
  const told = new Told()
    .session("UTC", MONDAY)
    .chunk(MONDAY, [1_000, 81, 5], [1_020, 82, 5], [1_040, 81, 5], [1_060, 82, 6], [1_200, 82, 5], [1_210, 81, 5], [1_220, 82, 5]);
  t.same(cut(told).spans[0]![1], ["07:00:01.0 82 5", "07:00:01.0 81 5", "07:00:01.0 82 6", "07:00:01.2 81 5", "07:00:01.2 82 5"]);
});

t.test("the hour that winter time brings twice is given once, and said; by UTC both are there", async (t) => {
  const night = Date.UTC(2026, 9, 25, 0, 0, 0);
  const told = new Told().session("Europe/Berlin", night);
  for (const m of [30, 50, 60, 80, 100, 120]) told.chunk(night, [m * M, 1, m]);
  const local = cut(told);
  t.same(local.spans, [
    ["2026-10-25 02:00:00.0", ["02:30:00.0 1 30", "02:50:00.0 1 50"]],
    ["2026-10-25 03:00:00.0", ["03:00:00.0 1 120"]],
  ]);
  t.same(local.left, [["2026-10-25 02:00:00.0", "2026-10-25 02:40:00.1"]]);
  t.match(local.why[0], /set back/);
  t.same(
    cut(told, HOUR, true).spans.map(([from]) => from),
    ["2026-10-25 00:00:00.0", "2026-10-25 01:00:00.0", "2026-10-25 02:00:00.0"],
  );
});

t.test("a clock that is set back by half an hour gives no hour twice, and asked in between the hour was the same", async (t) => {
  const told = new Told().session("UTC", MONDAY).chunk(MONDAY, [50 * M, 1, 1], [65 * M, 1, 2]);
  const before = cut(told);
  told.chunk(MONDAY - 30 * M, [66 * M, 181, 0], [70 * M, 1, 3], [100 * M, 1, 4], [150 * M, 1, 5]);
  const after = cut(told);
  t.equal(before.whole, 1);
  t.same(after.spans[0], before.spans[0]);
  t.same(after.spans.slice(1), [
    ["2026-01-05 08:00:00.0", ["08:05:00.0 1 2", "08:10:00.0 1 4"]],
    ["2026-01-05 09:00:00.0", ["09:00:00.0 1 5"]],
  ]);
  t.same(after.left, [["2026-01-05 07:36:00.0", "2026-01-05 07:40:00.1"]]);
});

t.test("a clock that is set back by two seconds stands still until time has caught up", async (t) => {
  const told = new Told().session("UTC", MONDAY).chunk(MONDAY, [H, 1, 1]);
  told.chunk(MONDAY - 2_000, [H + 100, 181, 0], [H + 1_000, 8, 1], [H + 3_000, 10, 1]);
  const { spans, left } = cut(told);
  t.same(left, []);
  t.same(spans.at(-1), ["2026-01-05 08:00:00.0", ["08:00:00.0 1 1", "08:00:00.0 181 0", "08:00:00.0 8 1", "08:00:01.0 10 1"]]);
});

t.test("a clock that was years ahead for a while takes nothing from the time after", async (t) => {
  const ahead = Date.UTC(2038, 0, 1);
  const told = new Told().session("UTC", MONDAY).chunk(MONDAY, [M, 1, 1]).session("UTC", ahead).chunk(ahead, [M, 1, 2]);
  told.session("UTC", MONDAY + H).chunk(MONDAY + H, [M, 1, 3]);
  t.same(cut(told).spans, [
    ["2026-01-05 07:00:00.0", ["07:01:00.0 1 1"]],
    ["2038-01-01 00:00:00.0", ["00:01:00.0 1 2"]],
    ["2026-01-05 08:00:00.0", ["08:01:00.0 1 3"]],
  ]);
});

t.test("an hour of which records were dropped is not given: it may have been given whole before", async (t) => {
  const told = new Told(40).session("UTC", MONDAY).chunk(MONDAY, [M, 1, 1], [H + M, 1, 2], [2 * H + M, 1, 3]);
  told.gap(MONDAY, 3 * H + M, 100).chunk(MONDAY, [3 * H + 2 * M, 1, 4], [4 * H + M, 1, 5], [5 * H, 1, 6]);
  const { spans, left } = cut(told);
  t.same(
    spans.map(([from]) => from),
    ["2026-01-05 08:00:00.0", "2026-01-05 11:00:00.0", "2026-01-05 12:00:00.0"],
  );
  t.same(
    left.map(([from]) => from),
    ["2026-01-05 07:00:00.0", "2026-01-05 09:00:00.0", "2026-01-05 10:00:00.0"],
  );
});

t.test("seconds beyond a byte are the most that a byte holds; anything else that does not fit is not given", async (t) => {
  const told = new Told().session("UTC", MONDAY).chunk(MONDAY, [0, 132, 300], [0, 82, 300], [0, 255, 255], [0, 256, 1], [0, 341, 0]);
  t.same(cut(told).spans[0]![1], ["07:00:00.0 132 255", "07:00:00.0 255 255"]);
});
