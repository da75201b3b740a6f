import type { Scenario } from "../hil/scenario.ts";

export default {
  story:
    "The platoons of Coast Road come from the next intersection, whose unit says who leaves it. In the morning peak its line to the broker is cut for ten minutes: nobody announces anybody, nothing waits for it, and what had been learned of its word is not unlearned. Then it is heard again.",
  site: "arterial",
  lasts: "40 min",
  weather: [{ at: "20 min", lasts: "10 min", fault: { kind: "neighbour-away", unit: "DEMO-002" } }],
  expects: [
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "records", code: 323, of: 1, least: 100, window: { to: "20 min" } },
    { kind: "panel-least", at: "20 min", path: "neighbours[unit=DEMO-002].trust_pm", least: 650 },
    { kind: "records", code: 323, most: 0, window: { from: "1201 s", to: "30 min" } },
    { kind: "panel-least", at: "1799 s", path: "neighbours[unit=DEMO-002].silent_ds", least: 5_900 },
    { kind: "panel-least", at: "1799 s", path: "neighbours[unit=DEMO-002].trust_pm", least: 650 },
    { kind: "records", code: 323, of: 1, least: 100, window: { from: "30 min" } },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
