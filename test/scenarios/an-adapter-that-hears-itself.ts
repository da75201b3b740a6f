import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A cheap adapter on the line of the lamps echoes what the unit says. Its own words are never taken for the board's confirmation, and the board's are still heard.",
  site: "four-leg",
  lasts: "5 min",
  weather: [{ at: "1 min", lasts: "3 min", fault: { kind: "echo", port: "outputs" } }],
  expects: [
    { kind: "panel-least", at: "3 min", path: "devices[device=board].noise_bytes", least: 1000 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "greens", channel: 6, least: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
