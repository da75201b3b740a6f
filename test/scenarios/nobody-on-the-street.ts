import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "Nobody comes in the dead of night: the main street rests in green, and not a lamp changes that nobody asked for.",
  site: "four-leg",
  begins: "2026-01-05 03:10",
  demand: 0,
  lasts: "8 min",
  weather: [{ at: "4 min", fault: { kind: "command", typed: "place-call 4" } }],
  expects: [
    { kind: "greens", channel: 4, least: 1, most: 1, window: { from: "4 min" } },
    { kind: "greens", channel: 4, most: 0, window: { from: "2 min", to: "4 min" } },
    { kind: "lamps", channel: 2, shows: "green", how: "always", window: { from: "2 min", to: "4 min" } },
    { kind: "results", results: ["done"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
