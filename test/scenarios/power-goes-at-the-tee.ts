import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A crane tears the feeder of a tee in the morning peak; twenty seconds later the power is back. The unit starts through flash and all red, controls again, and the brain gets every record that was durable, and a gap or nothing for the rest.",
  site: "tee",
  lasts: "6 min",
  weather: [{ at: { between: ["80 s", "100 s"] }, lasts: "20 s", fault: { kind: "power-cut" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated", "flash", "start-up", "actuated"] },
    { kind: "greens", channel: 1, least: 2 },
    { kind: "greens", channel: 2, least: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
