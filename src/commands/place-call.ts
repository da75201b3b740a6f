import * as v from "valibot";
import type { Command } from "./command.ts";

const Args = v.strictObject({ phase: v.number(), pedestrian: v.boolean() });

/** Calls a phase once, as a vehicle on its loop or a pedestrian at its button would; the controller serves it in its turn. */
export const placeCall: Command<"placeCall"> = {
  name: "place-call",
  words: "PHASE [pedestrian]",

  read([phase = "", who, ...more]) {
    if (more.length > 0 || !/^\d{1,2}$/.test(phase) || (who !== undefined && who !== "pedestrian")) return null;
    return { phase: Number(phase), pedestrian: who === "pedestrian" };
  },

  args: (wire) => ({ phase: wire.phase ?? 0, pedestrian: wire.pedestrian ?? false }),

  take(site, args) {
    const read = v.safeParse(Args, args);
    if (!read.success) return { refused: "place-call takes a phase number and whether a pedestrian calls" };
    const { phase: wanted, pedestrian } = read.output;
    const phase = site.phases.find((p) => p.number === wanted);
    if (phase === undefined) {
      return { refused: `phase ${wanted} is not in this unit's site file, which has ${site.phases.map((p) => p.number).join(", ")}` };
    }
    if (pedestrian && phase.walk_ds === 0) {
      const walked = site.phases.filter((p) => p.walk_ds > 0).map((p) => p.number);
      const has = walked.length === 0 ? "no phase here has one" : `those with one: ${walked.join(", ")}`;
      return { refused: `phase ${wanted} has no pedestrian movement; ${has}` };
    }
    return { change: { kind: "call", phase: phase.number, pedestrian } };
  },
};
