import * as v from "valibot";
import { LONGEST_MS } from "../traffic/phase-controls.ts";
import { Instant } from "../traffic/time.ts";
import type { Command } from "./command.ts";
import { isPhase, phaseIn } from "./phase.ts";

/** `for_s`: 0 takes it back; how long it is asked for is not the asker's to say. */
const Args = v.strictObject({ phase: v.number(), for_s: v.optional(v.literal(0)) });

/**
 * Ends a green as soon as it may, towards whoever waits (NTCIP phaseControlGroupForceOff): when its minimum, walk and pedestrian clearance are
 * over. Where nobody comes to wait within a minute it is forgotten.
 */
export const forceOff: Command<"forceOff"> = {
  name: "force-off",
  words: "PHASE",

  read: ([phase = "", ...more]) => (more.length > 0 || !isPhase(phase) ? null : { phase: Number(phase) }),

  args: (wire) => ({ phase: wire.phase ?? 0 }),

  take(site, args, now) {
    const read = v.safeParse(Args, args);
    if (!read.success) return { refused: "force-off takes the number of a phase that is green" };
    const phase = phaseIn(site, read.output.phase);
    if ("refused" in phase) return phase;
    const for_ms = read.output.for_s === 0 ? 0 : LONGEST_MS["force-off"];
    return { change: { kind: "control", control: "force-off", phase: phase.number, until: Instant(now + for_ms) } };
  },
};
