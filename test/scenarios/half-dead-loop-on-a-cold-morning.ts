import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A loop's splice lets go in the cold: from half past six on it misses seven vehicles of ten. The loop behind it in its lane sees more than it does, so it is doubted, and its phase is recalled.",
  site: "four-leg",
  begins: "2026-01-05 06:30",
  lasts: "60 min",
  weather: [{ at: "10 min", fault: { kind: "loop-half-dead", detector: 2, misses_pm: 700 } }],
  expects: [
    { kind: "records", code: 325, of: 2, says: "misses" },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
  long: true,
} satisfies Scenario;
