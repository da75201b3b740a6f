import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The power goes, at whatever write the disk had just then, and is back after half a minute. Flash and start-up; every record that was durable is there, and the brain has each once.",
  site: "four-leg",
  lasts: "7 min",
  weather: [{ at: { between: ["2 min", "4 min"] }, lasts: "30 s", fault: { kind: "power-cut" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated", "flash", "start-up", "actuated"] },
    { kind: "records", code: 300, least: 2, most: 2 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
