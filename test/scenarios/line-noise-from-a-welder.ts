import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "Somebody welds beside the cable of the loops for three minutes: one bit of a thousand is turned over. Damaged answers are not believed, whole ones are; nothing is lost and no signal notices.",
  site: "four-leg",
  lasts: "7 min",
  weather: [{ at: "2 min", lasts: "3 min", fault: { kind: "noise", port: "rack", per_million: 1000 } }],
  expects: [
    { kind: "panel-least", at: "270 s", path: "devices[device=rack].noise_bytes", least: 200 },
    { kind: "panel", at: "6 min", path: "devices[device=rack].answering", says: true },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "greens", channel: 3, least: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
