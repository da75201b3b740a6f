import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The fire station calls while a train comes: the railway takes over, the queue on the track leaves, and the engines get theirs again behind it. Every clearance is whole.",
  site: "arterial",
  lasts: "8 min",
  weather: [
    { at: "3 min", lasts: "70 s", fault: { kind: "contact-closed", contact: 2 } },
    { at: "190 s", lasts: "40 s", fault: { kind: "contact-closed", contact: 1 } },
  ],
  expects: [
    { kind: "records", code: 105, of: 1, least: 1, most: 1 },
    { kind: "records", code: 106, of: 1, least: 1 },
    { kind: "records", code: 107, of: 1 },
    { kind: "records", code: 111, of: 2 },
    { kind: "records", code: 102, of: 2 },
    { kind: "records", code: 104, of: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
