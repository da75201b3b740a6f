import { PatternNumber, PhaseNumber } from "../../src/traffic/numbers.ts";
import type { Phase, Site } from "../../src/traffic/site.ts";
import { USUAL } from "../../src/traffic/usual.ts";

const phase = (number: number, walk_ds: number) => ({ number: PhaseNumber(number), name: `phase ${number}`, walk_ds }) as Phase;

/** As much of a site as commands look at: phases 1, 2 (with pedestrians) and 6, patterns 1 and 3; priority for 2, at the cost of 2. */
export const site = {
  id: "TEST-1",
  phases: [phase(1, 0), phase(2, 70), phase(6, 0)],
  priority: {
    interval_ds: 0,
    phases: [
      { phase: PhaseNumber(2), extension_ds: 100, reduction_ds: 50, insertion: false },
      { phase: PhaseNumber(6), extension_ds: 0, reduction_ds: 0, insertion: false },
    ],
  },
  detectors: [],
  patterns: [
    { number: PatternNumber(1), name: "actuated", ...USUAL.pattern, phases: [] },
    { number: PatternNumber(3), name: "harbour event", ...USUAL.pattern, phases: [] },
  ],
} as Partial<Site> as Site;
