import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A load switch of the TS 2 cabinet welds together: the left turn's green stays lit. The cabinet's own monitor sees what nobody has told, and says so to the unit before there is a conflict: flash, recorded, until a person has looked.",
  site: "ts2",
  lasts: "6 min",
  weather: [{ at: "2 min", lasts: "1 min", fault: { kind: "output-stuck-on", channel: 1, lamp: "green" } }],
  expects: [
    { kind: "records", code: 350, of: 0, says: "green lit, which nobody has told", most: 1 },
    { kind: "modes", modes: ["flash", "start-up", "flash", "start-up", "actuated", "flash"] },
    { kind: "panel", at: "5 min", path: "mode", says: "flash" },
    { kind: "panel", at: "5 min", path: "flash", says: "fault-monitor" },
    { kind: "brain-has-all" },
  ],
  trips: {
    monitor: "a lamp that the cabinet's monitor sees otherwise than it was told is latched like a conflict",
    flash: "nobody comes to look",
  },
} satisfies Scenario;
