import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A digger goes through the cable of the north advance loop in the morning peak. Its phase is held on recall while nobody sees who comes, everybody is still served, and when the cable is mended the recall ends.",
  site: "four-leg",
  lasts: "12 min",
  weather: [{ at: { between: ["2 min", "3 min"] }, lasts: "5 min", fault: { kind: "cable-cut", device: "loop-north-1" } }],
  expects: [
    { kind: "records", code: 330, of: 1, most: 1 },
    { kind: "records", code: 331, of: 1, window: { from: "7 min" } },
    { kind: "records", code: 85, of: 13 },
    { kind: "records", code: 83, of: 13, window: { from: "7 min" } },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "greens", channel: 6, least: 5 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
