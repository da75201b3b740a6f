import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A thunderstorm: noise on every line, a card that thinks, a line that drops, a loop open, the power gone at the worst moment. The signals are safe throughout, and in the end the brain has it all.",
  site: "four-leg",
  lasts: "10 min",
  weather: [
    { at: "1 min", lasts: "7 min", fault: { kind: "noise", port: "rack", per_million: 500 } },
    { at: "1 min", lasts: "7 min", fault: { kind: "noise", port: "advance", per_million: 500 } },
    { at: "1 min", lasts: "7 min", fault: { kind: "noise", port: "outputs", per_million: 10 } },
    { at: "2 min", lasts: "5 min", fault: { kind: "line-drops", messages: 15 } },
    { at: "2 min", lasts: "5 min", fault: { kind: "disk-slow", sync_ms: 400 } },
    { at: "3 min", lasts: "3 min", fault: { kind: "loop-broken", detector: 15, how: "open-loop" } },
    { at: { between: ["4 min", "6 min"] }, lasts: "15 s", fault: { kind: "power-cut" } },
    { at: "5 min", lasts: "2 min", fault: { kind: "clock-stepped", by_s: -120 } },
  ],
  expects: [{ kind: "records", code: 300, least: 2, most: 2 }, { kind: "records", code: 86, of: 15 }, { kind: "brain-has-all" }],
} satisfies Scenario;
