import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A boot catches the USB cable of the advance loops. The port is closed, its loops count as failed; half a minute later the adapter is back in its socket and everything goes on.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: { between: ["90 s", "2 min"] }, lasts: "30 s", fault: { kind: "adapter-out", port: "advance" } }],
  expects: [
    { kind: "records", code: 330, of: 1, most: 1 },
    { kind: "records", code: 331, of: 1, window: { from: "2 min" } },
    { kind: "records", code: 85, of: 20 },
    { kind: "records", code: 83, of: 20 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
