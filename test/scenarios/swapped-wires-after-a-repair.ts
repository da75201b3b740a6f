import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "Two left-turn loops are in each other's terminals since a repair. Vehicles that have stood leave each in the other's greens: both are doubted, and both phases recalled.",
  site: "four-leg",
  lasts: "100 min",
  seed: 7,
  weather: [{ at: "1 min", fault: { kind: "wires-swapped", detectors: [3, 6] } }],
  expects: [
    { kind: "records", code: 325, of: 3, says: "swapped" },
    { kind: "records", code: 325, of: 6, says: "swapped" },
    { kind: "brain-has-all" },
  ],
  trips: { waiting: "until both are doubted, who stands on one loop calls the other's green" },
  long: true,
} satisfies Scenario;
