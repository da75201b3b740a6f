import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The brain is down for four minutes; the broker is not. What the broker took meanwhile reached nobody, and comes again; who commands needs the broker, and no brain that receives.",
  site: "four-leg",
  lasts: "9 min",
  weather: [
    { at: "2 min", lasts: "4 min", fault: { kind: "brain-away" } },
    { at: "3 min", fault: { kind: "command", typed: "place-call 3" } },
  ],
  expects: [{ kind: "modes", modes: ["flash", "start-up", "actuated"] }, { kind: "results", results: ["done"] }, { kind: "brain-has-all" }],
} satisfies Scenario;
