import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "A faulty modem on the radar's line talks without a pause. The radar is lost, its counts with it; nobody else notices.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: "2 min", lasts: "2 min", fault: { kind: "babble", port: "radar" } }],
  expects: [
    { kind: "records", code: 330, of: 10 },
    { kind: "records", code: 331, of: 10, window: { from: "4 min" } },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
