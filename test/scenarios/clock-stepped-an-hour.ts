import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The computer's clock is wrong by an hour and is put right by network time, and then someone puts it wrong again. Each step is a record; no interval notices.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: "2 min", lasts: "2 min", fault: { kind: "clock-stepped", by_s: 3600 } }],
  expects: [
    { kind: "records", code: 181, least: 2, most: 2 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "greens", channel: 6, least: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
