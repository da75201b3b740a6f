import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The flash card begins to die: each sync takes a minute. The signals wait for nothing, the page says what is wrong, and nothing is lost.",
  site: "four-leg",
  lasts: "8 min",
  weather: [{ at: "2 min", lasts: "3 min", fault: { kind: "disk-slow", sync_ms: 60000 } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "panel", at: "165 s", path: "journal.fault", says: "the disk has taken nothing" },
    { kind: "panel", at: "7 min", path: "journal.fault", says: "" },
    { kind: "greens", channel: 6, least: 3 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
