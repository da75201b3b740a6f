import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "The camera's computer hangs for two minutes: its counts are gone and said to be; the signals go on.",
  site: "four-leg",
  lasts: "5 min",
  weather: [{ at: "2 min", lasts: "2 min", fault: { kind: "cable-cut", device: "camera" } }],
  expects: [
    { kind: "records", code: 330, of: 9, most: 1 },
    { kind: "records", code: 331, of: 9, window: { from: "4 min" } },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
