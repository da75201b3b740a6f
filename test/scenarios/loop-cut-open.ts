import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The lead-in of the south advance loop is torn open by a plough. It looks occupied, which is the safe side, and the record says open loop.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: "90 s", lasts: "2 min", fault: { kind: "loop-broken", detector: 17, how: "open-loop" } }],
  expects: [
    { kind: "records", code: 86, of: 17, most: 1 },
    { kind: "records", code: 83, of: 17, window: { from: "3 min" } },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
