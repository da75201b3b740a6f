import t from "tap";
import { finished, perHour, watched } from "../../src/panel/page/plots/seen.ts";

t.test("a bin that had begun 20 s ago drew arrivals on green down to nothing: one vehicle had come, on red", (t) => {
  t.same(watched(0, 20_000), Number.NaN);
  t.equal(watched(540, 30_000), 540);
  t.same(perHour({ volume: 1, seen_ms: 20_000 }), Number.NaN);
  t.equal(perHour({ volume: 5, seen_ms: 300_000 }), 60);
  t.end();
});

t.test("five minutes of which two were over drew the volume of two reds as theirs: a bin that runs is no end of the line", (t) => {
  const BIN_MS = 300_000;
  const bins = (...values: readonly number[]) => values.map((value, i) => ({ start: i * BIN_MS, value }));
  const all = bins(500, 620, 0);
  t.same(finished(all, BIN_MS, 4 * BIN_MS, 2 * BIN_MS + 120_000), { over: all.slice(0, 2), soFar: all[2] });
  t.same(finished(all, BIN_MS, 4 * BIN_MS, 3 * BIN_MS), { over: all, soFar: null });
  t.same(
    finished(bins(500, 620, Number.NaN), BIN_MS, 4 * BIN_MS, 2 * BIN_MS + 10_000),
    { over: all.slice(0, 2), soFar: null },
    "it says nothing yet",
  );
  t.end();
});

t.test("a morning in which the power went was looked at a day later, and its last bin was told as what it is so far", (t) => {
  const BIN_MS = 300_000;
  const morning = [500, 620].map((value, i) => ({ start: i * BIN_MS, value }));
  t.same(finished(morning, BIN_MS, 8 * BIN_MS, 288 * BIN_MS), { over: morning, soFar: null });
  t.end();
});
