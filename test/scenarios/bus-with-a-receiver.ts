import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A bus is seen by its receiver a hundred and fifty metres before the line: its green is extended or comes early, within the limits, and nobody's minimum is cut.",
  site: "arterial",
  lasts: "7 min",
  weather: [{ at: { between: ["3 min", "4 min"] }, lasts: "1 s", fault: { kind: "contact-closed", contact: 7 } }],
  expects: [
    { kind: "records", code: 112, least: 1, most: 1 },
    { kind: "records", code: 115, least: 1, most: 1 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
