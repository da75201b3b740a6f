import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "Somebody babbles on the line of the lamps: no write is confirmed. Flash at once; behind it start-up, never into a green.",
  site: "four-leg",
  lasts: "6 min",
  weather: [{ at: { between: ["2 min", "150 s"] }, lasts: "40 s", fault: { kind: "babble", port: "outputs" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated", "flash", "start-up", "actuated"] },
    { kind: "records", code: 330, of: 11, most: 1 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
