import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The cellular line breaks after every few messages for five minutes, there or back. Every record comes, those whose confirmation was lost a second time, and each is stored once.",
  site: "four-leg",
  lasts: "8 min",
  weather: [{ at: "1 min", lasts: "5 min", fault: { kind: "line-drops", messages: 12 } }],
  expects: [{ kind: "modes", modes: ["flash", "start-up", "actuated"] }, { kind: "came-again", least: 1 }, { kind: "brain-has-all" }],
} satisfies Scenario;
