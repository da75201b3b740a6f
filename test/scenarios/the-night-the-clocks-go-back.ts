import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "At three the clocks say two again. The hour comes twice and its pattern once.",
  site: "four-leg",
  edits: [
    [
      "[start]\nflash = 6.0",
      '[[day_plans]]\nnumber = 1\nactions = [{ at = "00:00", pattern = 1 }, { at = "02:30", pattern = 3 }]\n\n[[schedule]]\nday_plan = 1\ndays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n\n[start]\nflash = 6.0',
    ],
  ],
  begins: "2026-10-25 02:20",
  lasts: "100 min",
  weather: [{ at: "90 min", fault: { kind: "command", typed: "place-call 3" } }],
  expects: [
    { kind: "records", code: 131, of: 3, least: 1, most: 1 },
    { kind: "modes", modes: ["flash", "start-up", "actuated"] },
    { kind: "brain-has-all" },
  ],
  long: true,
} satisfies Scenario;
