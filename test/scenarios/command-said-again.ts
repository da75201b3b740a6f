import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "Whoever reads along at the broker says a true command again, bytes as they were. It has had its one result, and is not done a second time.",
  site: "four-leg",
  lasts: "6 min",
  weather: [
    { at: "2 min", fault: { kind: "command", typed: "set-pattern 3 120" } },
    { at: "3 min", fault: { kind: "command-replayed" } },
    { at: "4 min", fault: { kind: "command-replayed" } },
  ],
  expects: [
    { kind: "records", code: 341, least: 1, most: 1 },
    { kind: "records", code: 131, of: 3, least: 1, most: 1 },
    { kind: "results", results: ["done"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
