import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "The track relay sticks closed for the rest of the morning.",
  site: "arterial",
  lasts: "30 min",
  weather: [{ at: "2 min", fault: { kind: "contact-closed", contact: 1 } }],
  expects: [
    { kind: "records", code: 105, of: 1, least: 1, most: 1 },
    { kind: "records", code: 110, of: 1, least: 1, most: 1 },
    { kind: "greens", channel: 8, least: 1, window: { from: "25 min" } },
    { kind: "brain-has-all" },
  ],
  long: true,
} satisfies Scenario;
