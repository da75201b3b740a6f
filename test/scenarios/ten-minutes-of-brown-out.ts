import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A failing supply takes the unit down again and again. Each time it begins from start-up; no green is ever cut into anything but flash.",
  site: "four-leg",
  lasts: "9 min",
  weather: [
    { at: "90 s", lasts: "5 s", fault: { kind: "power-cut" } },
    { at: { between: ["130 s", "140 s"] }, lasts: "2 s", fault: { kind: "power-cut" } },
    { at: { between: ["170 s", "190 s"] }, lasts: "10 s", fault: { kind: "power-cut" } },
    { at: "260 s", lasts: "1 s", fault: { kind: "power-cut" } },
    { at: { between: ["310 s", "330 s"] }, lasts: "7 s", fault: { kind: "power-cut" } },
  ],
  expects: [
    { kind: "records", code: 300, least: 4, most: 6 },
    { kind: "greens", channel: 6, least: 1, window: { from: "7 min" } },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
