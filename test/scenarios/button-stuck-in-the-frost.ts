import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "A push button freezes in. Its pedestrians get their walk in every cycle, whole, and nobody else is kept from theirs.",
  site: "four-leg",
  demand: 0.7,
  lasts: "8 min",
  weather: [{ at: "30 s", fault: { kind: "button-stuck", button: 1 } }],
  expects: [
    { kind: "greens", channel: 9, least: 4 },
    { kind: "greens", channel: 4, least: 2 },
    { kind: "records", code: 90, of: 1, most: 1 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
