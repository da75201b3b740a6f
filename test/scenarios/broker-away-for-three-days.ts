import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A cable is cut somewhere in the city: three days without the broker. The unit keeps every record, and gives them all when it is back.",
  site: "tee",
  demand: 0.3,
  lasts: "74 h",
  weather: [{ at: "1 h", lasts: "72 h", fault: { kind: "broker-away" } }],
  expects: [{ kind: "modes", modes: ["flash", "start-up", "actuated"] }, { kind: "brain-has-all" }],
  long: true,
} satisfies Scenario;
