import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A bit turns over in the journal on its card. The page is found, the good ones stay, and the brain learns exactly which records will not come; the signals know nothing of it.",
  site: "four-leg",
  lasts: "36 min",
  weather: [
    { at: "1 min", lasts: "30 min", fault: { kind: "broker-away" } },
    { at: "30 min", fault: { kind: "journal-rots" } },
  ],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "records", code: 301, least: 1 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
