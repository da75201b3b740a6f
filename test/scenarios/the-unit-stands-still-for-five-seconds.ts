import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The street side gets no processor for five seconds. The output board misses its heartbeat after one and flashes by itself. Afterwards the unit knows how many tenths it has missed, steps through none of them in no time, and everybody is served.",
  site: "four-leg",
  lasts: "5 min",
  weather: [{ at: { between: ["90 s", "120 s"] }, lasts: "5 s", fault: { kind: "unit-stands-still" } }],
  expects: [
    { kind: "records", code: 302, least: 1, window: { from: "90 s", to: "130 s" } },
    { kind: "greens", channel: 2, least: 1, window: { from: "130 s" } },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
