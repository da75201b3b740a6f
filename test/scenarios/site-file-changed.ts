import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The technician changes a minimum green in the site file and starts the unit anew: flash, start-up, and the new minimum from then on.",
  site: "four-leg",
  lasts: "8 min",
  weather: [{ at: "3 min", fault: { kind: "site-file-changed", edits: [["min_green = 6.0", "min_green = 12.0"]] } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated", "flash", "start-up", "actuated"] },
    { kind: "records", code: 300, least: 2, most: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
