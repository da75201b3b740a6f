import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The street side's process is killed and started again, as the service does. The board flashes meanwhile; the journal goes on with its numbers.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: { between: ["2 min", "3 min"] }, fault: { kind: "unit-killed" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated", "flash", "start-up", "actuated"] },
    { kind: "records", code: 300, least: 2, most: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
