import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The broker delivers every message twice, seconds apart: chunks, acknowledgements, commands. Each record is stored once, and each command is done once.",
  site: "four-leg",
  lasts: "7 min",
  weather: [
    { at: "1 min", lasts: "5 min", fault: { kind: "delivered-twice" } },
    { at: "3 min", fault: { kind: "command", typed: "place-call 3" } },
    { at: "4 min", fault: { kind: "command", typed: "set-pattern 3 60" } },
  ],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "came-again", least: 10 },
    { kind: "records", code: 341, least: 2, most: 2 },
    { kind: "results", results: ["done", "done"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
