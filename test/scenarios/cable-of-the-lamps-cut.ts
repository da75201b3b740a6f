import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The cable of the output board is cut for half a minute: it flashes by itself, the unit knows it, and begins from start-up when it is back.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: { between: ["2 min", "3 min"] }, lasts: "30 s", fault: { kind: "cable-cut", device: "board" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated", "flash", "start-up", "actuated"] },
    { kind: "records", code: 330, of: 11, most: 1 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
