import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The brain's store is lost and another begins with nothing. It takes what comes from then on, and knows of the rest that it will not come.",
  site: "four-leg",
  lasts: "8 min",
  weather: [{ at: "4 min", fault: { kind: "brain-replaced" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-says", words: "will not come" },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
