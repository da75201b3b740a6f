import * as v from "valibot";
import { LONGEST_MS } from "../traffic/phase-controls.ts";
import { Instant } from "../traffic/time.ts";
import type { Command } from "./command.ts";
import { isPhase, isSeconds, PhaseFor, phaseIn } from "./phase.ts";

const FOR_S_MAX = LONGEST_MS.hold / 1_000;
const FOR_S_USUAL = 30;
const Args = PhaseFor(FOR_S_MAX);

/** Keeps a green whatever gaps and its maximum say (NTCIP phaseControlGroupHold); a force-off of the cycle, a preempt and flash end it. */
export const hold: Command<"hold"> = {
  name: "hold",
  words: "PHASE [SECONDS]",

  read([phase = "", seconds = String(FOR_S_USUAL), ...more]) {
    if (more.length > 0 || !isPhase(phase) || !isSeconds(seconds)) return null;
    return { phase: Number(phase), forS: Number(seconds) };
  },

  args: (wire) => ({ phase: wire.phase ?? 0, for_s: wire.forS ?? 0 }),

  take(site, args, now) {
    const read = v.safeParse(Args, args);
    if (!read.success)
      return { refused: `hold takes a phase number and 1 to ${FOR_S_MAX} seconds, or 0 to let go: others wait while it lasts` };
    const phase = phaseIn(site, read.output.phase);
    if ("refused" in phase) return phase;
    return { change: { kind: "control", control: "hold", phase: phase.number, until: Instant(now + read.output.for_s * 1_000) } };
  },
};
