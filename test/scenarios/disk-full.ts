import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The card is full: somebody has copied a video onto it. The signals go on, the page says so, and what waited is recorded when there is room again.",
  site: "four-leg",
  lasts: "8 min",
  weather: [{ at: "2 min", lasts: "2 min", fault: { kind: "disk-full" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "panel", at: "230 s", path: "journal.fault", says: "full" },
    { kind: "panel", at: "7 min", path: "journal.fault", says: "" },
    { kind: "greens", channel: 6, least: 3 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
