import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "For a minute every call of the disk fails. The signals go on; nothing of that minute is lost.",
  site: "four-leg",
  lasts: "7 min",
  weather: [{ at: { between: ["2 min", "3 min"] }, lasts: "1 min", fault: { kind: "disk-errors" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "panel", at: "6 min", path: "journal.fault", says: "" },
    { kind: "brain-has-all" },
    { kind: "records", code: 184, most: 0 },
  ],
} satisfies Scenario;
