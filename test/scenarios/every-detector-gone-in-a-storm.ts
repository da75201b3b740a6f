import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "Lightning takes every detector's line at once. With nothing to see, the unit falls back to its fixed plan, which serves everybody, and climbs up again a minute after the lines are mended.",
  site: "four-leg",
  lasts: "10 min",
  weather: [
    { at: "2 min", lasts: "3 min", fault: { kind: "adapter-out", port: "rack" } },
    { at: "2 min", lasts: "3 min", fault: { kind: "adapter-out", port: "advance" } },
    { at: "2 min", lasts: "3 min", fault: { kind: "adapter-out", port: "camera" } },
    { at: "2 min", lasts: "3 min", fault: { kind: "adapter-out", port: "radar" } },
  ],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated", "fixed", "actuated"] },
    { kind: "greens", channel: 3, least: 1, window: { from: "150 s", to: "5 min" } },
    { kind: "greens", channel: 7, least: 1, window: { from: "150 s", to: "5 min" } },
    { kind: "panel", at: "4 min", path: "mode", says: "fixed" },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
