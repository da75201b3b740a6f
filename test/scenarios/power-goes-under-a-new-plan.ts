import type { Scenario } from "../hil/scenario.ts";

/** The plan's name, by its file. */
const PLAN = "3cd1bade12c1";

export default {
  story:
    "The centre sends a plan with longer greens for Harbour Road; the unit tries it on the hour that it has just lived through, and takes it. A few minutes later a crane tears the feeder. When the power is back, the unit goes on under that plan, and the brain is told so.",
  site: "four-leg",
  begins: "2026-01-05 07:24",
  lasts: "82 min",
  weather: [
    { at: "68 min", fault: { kind: "command", typed: "upload-plan test/scenarios/plans/ferry-all-day.toml" } },
    { at: "69 min", fault: { kind: "command", typed: `try-plan ${PLAN}` } },
    { at: "71 min", fault: { kind: "command", typed: `activate-plan ${PLAN}` } },
    { at: { between: ["73 min", "75 min"] }, lasts: "30 s", fault: { kind: "power-cut" } },
  ],
  expects: [
    { kind: "results", results: ["done", "done", "done"] },
    { kind: "records", code: 371, says: '"passed":true', least: 1, most: 1 },
    { kind: "records", code: 131, of: 3, least: 1, most: 1, window: { to: "72 min" } },
    { kind: "records", code: 372, says: "it was in force before the unit started", least: 1, most: 1, window: { from: "73 min" } },
    { kind: "records", code: 131, of: 3, least: 1, most: 1, window: { from: "73 min" } },
    { kind: "panel", at: "81 min", path: "pattern", says: 3 },
    { kind: "brain-has-all" },
  ],
  long: true,
} satisfies Scenario;
