import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The cable of the lamps is crushed: hardly a frame comes through. The board drops to its own flash, the unit goes to flash as well, and when the cable is mended it begins again from start-up.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: "2 min", lasts: "1 min", fault: { kind: "noise", port: "outputs", per_million: 30000 } }],
  expects: [
    { kind: "records", code: 330, of: 11 },
    { kind: "records", code: 331, of: 11, window: { from: "3 min" } },
    { kind: "lamps", channel: 1, shows: "green", how: "never", window: { from: "130 s", to: "3 min" } },
    { kind: "greens", channel: 6, least: 1, window: { from: "200 s" } },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
