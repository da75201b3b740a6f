import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A gateway between unit and rack has a bad minute: every answer comes a third of a second late. No answer is taken for that to another question, and nobody is called who is not there.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: "2 min", lasts: "1 min", fault: { kind: "late-answers", port: "rack", by_ms: 330 } }],
  expects: [
    { kind: "panel-least", at: "170 s", path: "devices[device=rack].timeouts", least: 5 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "greens", channel: 6, least: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
