import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "A road saw cuts into the north advance loop: it is shorted. Its electronics say so, it goes on calling, and what is recorded is a short and nothing else; mended, it is trusted again.",
  site: "four-leg",
  lasts: "8 min",
  weather: [{ at: { between: ["1 min", "2 min"] }, lasts: "3 min", fault: { kind: "loop-broken", detector: 13, how: "shorted-loop" } }],
  expects: [
    { kind: "records", code: 87, of: 13, least: 1, most: 1, window: { to: "3 min" } },
    { kind: "records", code: 83, of: 13, window: { from: "4 min" } },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "greens", channel: 6, least: 3 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
