import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "Two loop boards have the same address since a repair: both answer at once. What they garble is believed by nobody, the loop counts as failed, and is back when the address is put right.",
  site: "four-leg",
  lasts: "7 min",
  weather: [{ at: "2 min", lasts: "3 min", fault: { kind: "answers-for-another", device: "loop-north-1", of: "loop-north-2" } }],
  expects: [
    { kind: "records", code: 330, of: 2 },
    { kind: "panel", at: "6 min", path: "devices[device=loop-north-2].answering", says: true },
    { kind: "records", code: 85, of: 14 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
