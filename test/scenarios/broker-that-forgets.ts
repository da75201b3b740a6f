import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "For three minutes the broker confirms everything and gives it to nobody. A confirmation is not the brain's acknowledgement: all of it is sent again.",
  site: "four-leg",
  lasts: "9 min",
  weather: [{ at: "2 min", lasts: "3 min", fault: { kind: "broker-forgets" } }],
  expects: [{ kind: "modes", modes: ["flash", "start-up", "actuated"] }, { kind: "brain-has-all" }],
} satisfies Scenario;
