import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "At two the clocks say three. What the day plan has for half past two comes with the third hour, once, and no cycle is cut.",
  site: "four-leg",
  edits: [
    [
      "[start]\nflash = 6.0",
      '[[day_plans]]\nnumber = 1\nactions = [{ at = "00:00", pattern = 1 }, { at = "02:30", pattern = 3 }]\n\n[[schedule]]\nday_plan = 1\ndays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n\n[start]\nflash = 6.0',
    ],
  ],
  begins: "2026-03-29 01:57",
  lasts: "8 min",
  weather: [{ at: "7 min", fault: { kind: "command", typed: "place-call 3" } }],
  expects: [
    { kind: "records", code: 131, of: 3, least: 1, most: 1, window: { from: "170 s", to: "200 s" } },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
