import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "Twice as many come as the street carries. Nobody who stands at a line waits beyond the bound, though queues grow.",
  site: "four-leg",
  demand: 2,
  lasts: "15 min",
  weather: [{ at: "1 min", fault: { kind: "loop-stuck", detector: 12, on: true } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "greens", channel: 7, least: 5 },
    { kind: "greens", channel: 1, least: 5 },
    { kind: "records", code: 5, least: 10 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
