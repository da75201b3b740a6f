import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "The cabinet's 24 V fail for a minute; somebody presses the monitor's button, and the unit begins from start-up.",
  site: "ts2",
  lasts: "6 min",
  weather: [{ at: "2 min", lasts: "1 min", fault: { kind: "mmu-trips", device: "cabinet" } }],
  expects: [
    { kind: "records", code: 352, says: "24 V" },
    { kind: "modes", modes: ["flash", "start-up", "flash", "start-up", "actuated", "flash", "start-up", "flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
