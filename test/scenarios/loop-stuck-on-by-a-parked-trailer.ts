import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A trailer stands on a left-turn loop for ten minutes. The loop calls all the time; its phase gets its green in every cycle and no more than its maximum, and the loop is doubted.",
  site: "four-leg",
  lasts: "14 min",
  weather: [{ at: "1 min", lasts: "12 min", fault: { kind: "loop-stuck", detector: 3, on: true } }],
  expects: [
    { kind: "records", code: 325, of: 3 },
    { kind: "greens", channel: 1, least: 4 },
    { kind: "greens", channel: 4, least: 3 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
