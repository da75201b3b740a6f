import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The welder moves to the cable of the lamps: one bit of fifty thousand. Writes are said again, and no lamp shows anything that it was not told.",
  site: "four-leg",
  lasts: "7 min",
  weather: [{ at: "2 min", lasts: "4 min", fault: { kind: "noise", port: "outputs", per_million: 20 } }],
  expects: [
    { kind: "panel-least", at: "6 min", path: "devices[device=board].timeouts", least: 3 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "greens", channel: 6, least: 3 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
