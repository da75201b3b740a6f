import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The rack with every stop-line loop and every button loses its power for three minutes: each is a fault, no phase is left without a recall, and all of them are trusted again.",
  site: "four-leg",
  lasts: "9 min",
  weather: [{ at: { between: ["2 min", "150 s"] }, lasts: "3 min", fault: { kind: "cable-cut", device: "rack" } }],
  expects: [
    { kind: "records", code: 330, of: 0, most: 1 },
    { kind: "records", code: 331, of: 0, most: 1, window: { from: "5 min" } },
    { kind: "records", code: 85, of: 3, window: { to: "4 min" } },
    { kind: "records", code: 91, of: 1, window: { to: "4 min" } },
    { kind: "greens", channel: 1, least: 1, window: { from: "3 min", to: "6 min" } },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
