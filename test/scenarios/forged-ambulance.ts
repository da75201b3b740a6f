import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "Somebody who has the broker's password asks for an ambulance's green. It is refused and recorded, and no phase gives way; a true one is served a minute later.",
  site: "arterial",
  lasts: "7 min",
  weather: [
    { at: "3 min", fault: { kind: "command", typed: "request-priority AMB-1 2 15 30", signed: "forger" } },
    { at: "5 min", fault: { kind: "command", typed: "request-priority AMB-2 2 15 30" } },
  ],
  expects: [
    { kind: "records", code: 341, least: 1, most: 1, says: "signature" },
    { kind: "records", code: 112, least: 1, most: 1, window: { from: "290 s" } },
    { kind: "records", code: 112, most: 0, window: { to: "290 s" } },
    { kind: "results", results: ["done"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
