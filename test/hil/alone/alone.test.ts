import t from "tap";
import { playOf } from "../play.ts";
import { run } from "../run.ts";
import type { Scenario, Span, Weather } from "../scenario.ts";
import { failuresOf } from "../swarm/verdict.ts";
import { ALONE } from "./rig.ts";

const rig = await ALONE.open({ name: "alone", driver: "alone", longest_ms: 1e9, cannot: {}, sites: [], more: {} });
const scenario = (weather: readonly Weather[], lasts: Span = "10 min"): Scenario => ({
  story: "",
  site: "four-leg",
  lasts,
  weather,
  expects: [],
});
const played = (weather: readonly Weather[], lasts?: Span) => run(playOf("alone", scenario(weather, lasts), 7), rig, "");

t.test("a street side alone lives through a cut cable and noise with every watcher beside it, and its records replay", async (t) => {
  const seen = await played([
    { at: "60 s", lasts: "4 min", fault: { kind: "cable-cut", device: "loop-north-1" } },
    { at: "90 s", lasts: "60 s", fault: { kind: "noise", port: "rack", per_million: 1_000 } },
  ]);
  t.equal(seen.failed, "");
  t.same(failuresOf(seen), []);
  t.ok(seen.tape.records.length > 300, `${seen.tape.records.length} records`);
  t.equal(seen.tape.deeds.length, 4);
  for (const [code, words] of [
    [330, "the device that no longer answers"],
    [331, "and that it answers again"],
  ] as const)
    t.ok(
      seen.tape.records.some(({ record }) => record.code === code),
      words,
    );
});

t.test("who stands on a loop that feels nobody is not served: the watcher sees it, and the swarm calls it no news", async (t) => {
  const dead: Weather = { at: "10 s", fault: { kind: "loop-stuck", detector: 3, on: false } };
  const seen = await played([dead], "25 min");
  const waiting = seen.watches.find(({ watcher }) => watcher === "waiting")!;
  t.match(waiting.violations[0]?.words, /somebody on the loop "north left stop line" has waited/);
  t.same(failuresOf(seen), []);
  const unexcused = { ...seen, play: { ...seen.play, deeds: [] } };
  t.equal(failuresOf(unexcused)[0]?.what, "waiting", "without that weather it would be");
});

t.test("a fault that wants a disk is none of this rig's, and it says so", async (t) => {
  t.match(ALONE.does["power-cut"], /RIG=sim/);
  const seen = await played([{ at: "60 s", fault: { kind: "power-cut" } }]);
  t.match(seen.failed, /power-cut is nothing that this rig does/);
  t.equal(failuresOf(seen).at(-1)?.what, "rig");
});
