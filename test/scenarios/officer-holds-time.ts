import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "An officer opens the door and holds stop time for a minute: every interval stands, none is shortened, and it goes on where it stood.",
  site: "arterial",
  lasts: "6 min",
  weather: [{ at: "3 min", lasts: "1 min", fault: { kind: "contact-closed", contact: 4 } }],
  expects: [
    { kind: "records", code: 180, least: 2, most: 2 },
    { kind: "records", code: 1, most: 0, window: { from: "181 s", to: "239 s" } },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
