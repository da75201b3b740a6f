import t from "tap";
import { playOf } from "../play.ts";
import type { Played } from "../run.ts";
import type { WatcherName } from "../scenario.ts";
import { failuresOf } from "./verdict.ts";

/** What is news where the red lamp of channel 2 burns out at 100 s, and these watchers say something at these seconds. */
function news(site: "four-leg" | "ts2", said: { readonly [W in WatcherName]?: readonly number[] }): readonly string[] {
  const play = playOf(
    "dark",
    {
      story: "A lamp burns out.",
      site,
      lasts: "20 min",
      weather: [{ at: "100 s", fault: { kind: "lamp-burnt-out", channel: 2, lamp: "red" } }],
      expects: [],
    },
    1,
  );
  const watches = Object.entries(said).map(([watcher, seconds]) => ({
    watcher,
    violations: seconds.map((s) => ({ at: s * 1_000, words: `at ${s} s` })),
  }));
  return failuresOf({ play, watches, verdicts: [], failed: "" } as unknown as Played).map(({ what, words }) => `${what} ${words}`);
}

t.test("a lamp that burns out before a cabinet's own monitor may latch ours, and leave the signals in flash", async (t) => {
  t.same(news("ts2", { monitor: [101], flash: [1_200] }), []);
});

t.test("what the monitor caught before the lamp burnt out is news, and so is what no lamp explains", async (t) => {
  t.same(news("ts2", { monitor: [42, 101] }), ["monitor at 42 s"]);
  t.same(news("ts2", { conflicts: [101] }), ["conflicts at 101 s"]);
});

t.test(
  "behind a board that does not see its lamps a burnt one explains no flash: a short red clearance had hidden behind it",
  async (t) => {
    t.same(news("four-leg", { monitor: [101], flash: [1_200] }), ["monitor at 101 s", "flash at 1200 s"]);
  },
);
