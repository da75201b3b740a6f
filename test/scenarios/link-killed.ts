import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The link's process is killed in mid-delivery and started again. No signal notices; what it had not written down of acknowledgements, the broker has kept for it.",
  site: "four-leg",
  lasts: "6 min",
  weather: [
    { at: { between: ["150 s", "200 s"] }, fault: { kind: "link-killed" } },
    { at: { between: ["210 s", "240 s"] }, fault: { kind: "link-killed" } },
    { at: { between: ["250 s", "280 s"] }, fault: { kind: "link-killed" } },
  ],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "words", of: "link", says: "connected to", least: 4 },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
