import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "Of the board's cable only the wire back is broken: it does what it is told, and the unit cannot know. It goes to flash, over the wire that it cannot hear.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: { between: ["2 min", "3 min"] }, lasts: "30 s", fault: { kind: "answer-wire-cut", device: "board" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated", "flash", "start-up", "actuated"] },
    { kind: "records", code: 330, of: 11, most: 1 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
