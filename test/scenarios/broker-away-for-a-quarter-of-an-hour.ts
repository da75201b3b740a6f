import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The broker is away in the morning peak. The signals do not know; when it is back, what was missed goes beside what is new, and the brain has each record once.",
  site: "four-leg",
  lasts: "12 min",
  weather: [{ at: "2 min", lasts: "7 min", fault: { kind: "broker-away" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "words", of: "link", says: "nobody listens" },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
