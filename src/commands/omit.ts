import * as v from "valibot";
import { LONGEST_MS } from "../traffic/phase-controls.ts";
import { Instant } from "../traffic/time.ts";
import type { Command } from "./command.ts";
import { isPhase, isSeconds, phaseIn } from "./phase.ts";

const FOR_S_MAX = LONGEST_MS.omit / 1_000;
const FOR_S_USUAL = 300;

const Args = v.strictObject({
  phase: v.number(),
  pedestrian: v.boolean(),
  for_s: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(FOR_S_MAX)),
});

/** Passes a phase over, or those on foot of it, for a time (NTCIP phaseControlGroupPhaseOmit, PedOmit). Who has called is remembered. */
export const omit: Command<"omit"> = {
  name: "omit",
  words: "PHASE [pedestrian] [SECONDS]",

  read([phase = "", ...rest]) {
    const pedestrian = rest[0] === "pedestrian";
    const [seconds = String(FOR_S_USUAL), ...more] = pedestrian ? rest.slice(1) : rest;
    if (more.length > 0 || !isPhase(phase) || !isSeconds(seconds)) return null;
    return { phase: Number(phase), pedestrian, forS: Number(seconds) };
  },

  args: (wire) => ({ phase: wire.phase ?? 0, pedestrian: wire.pedestrian ?? false, for_s: wire.forS ?? 0 }),

  take(site, args, now) {
    const read = v.safeParse(Args, args);
    if (!read.success) {
      const bound = `1 to ${FOR_S_MAX} seconds, or 0 to let it be served again`;
      return {
        refused: `omit takes a phase number, whether its pedestrians alone, and ${bound}; what lasts longer is a pattern's to omit`,
      };
    }
    const { phase: wanted, pedestrian, for_s } = read.output;
    const phase = phaseIn(site, wanted);
    if ("refused" in phase) return phase;
    if (pedestrian && phase.walk_ds === 0) return { refused: `phase ${wanted} has no pedestrian movement, so there is none to omit` };
    const control = pedestrian ? "ped-omit" : "omit";
    return { change: { kind: "control", control, phase: phase.number, until: Instant(now + for_s * 1_000) } };
  },
};
