import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "The last red lamp of an approach burns out: the cabinet's monitor finds nothing lit and takes the lamps.",
  site: "ts2",
  lasts: "5 min",
  weather: [{ at: "2 min", fault: { kind: "lamp-burnt-out", channel: 4, lamp: "red" } }],
  expects: [
    { kind: "records", code: 352, says: "red failure" },
    { kind: "modes", modes: ["flash", "start-up", "flash", "start-up", "actuated", "flash"] },
    { kind: "panel", at: "4 min", path: "flash", says: "mmu" },
    { kind: "brain-has-all" },
  ],
  trips: { flash: "nobody comes with a lamp" },
} satisfies Scenario;
