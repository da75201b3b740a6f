import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "At a tee the cable of the rack of loops is cut while the broker is away. With no loop left the unit times its signals as fixed ones; when both are back it controls by its loops again, and the brain hears of it all, late and once.",
  site: "tee",
  lasts: "5 min",
  weather: [
    { at: "80 s", lasts: "2 min", fault: { kind: "broker-away" } },
    { at: { between: ["95 s", "105 s"] }, lasts: "60 s", fault: { kind: "cable-cut", device: "rack" } },
  ],
  expects: [
    { kind: "records", code: 330, least: 1, window: { from: "95 s", to: "140 s" } },
    { kind: "records", code: 331, least: 1, window: { from: "155 s", to: "200 s" } },
    { kind: "modes", modes: ["flash", "start-up", "actuated", "fixed", "actuated"] },
    { kind: "greens", channel: 2, least: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
