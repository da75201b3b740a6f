import * as v from "valibot";
import { Instant } from "../traffic/time.ts";
import type { Command } from "./command.ts";
import { isSeconds } from "./phase.ts";

/** Long enough for a crew to come; after that the loop, or its fault, has its say again. */
const FOR_S_MAX = 4 * 3_600;
const FOR_S_USUAL = 900;

const Args = v.strictObject({
  detector: v.number(),
  on: v.boolean(),
  for_s: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(FOR_S_MAX)),
});

/** Holds a vehicle detector on or off for a time, whatever its loop says and though it has failed: calls, no counts. */
export const forceDetector: Command<"forceDetector"> = {
  name: "force-detector",
  words: "DETECTOR on|off [SECONDS]",

  read([detector = "", state, seconds = String(FOR_S_USUAL), ...more]) {
    if (more.length > 0 || !/^\d{1,2}$/.test(detector) || (state !== "on" && state !== "off") || !isSeconds(seconds)) return null;
    return { detector: Number(detector), on: state === "on", forS: Number(seconds) };
  },

  args: (wire) => ({ detector: wire.detector ?? 0, on: wire.on ?? false, for_s: wire.forS ?? 0 }),

  take(site, args, now) {
    const read = v.safeParse(Args, args);
    if (!read.success) {
      return { refused: `force-detector takes a detector's number, on or off, and 1 to ${FOR_S_MAX} seconds, or 0 to believe it again` };
    }
    const { detector: wanted, on, for_s } = read.output;
    const detector = site.detectors.find(({ number }) => number === wanted);
    const calling = site.detectors.filter(({ call_phase, kind }) => call_phase !== null && kind !== "zone").map(({ number }) => number);
    if (detector === undefined || !calling.includes(detector.number)) {
      const has = calling.length === 0 ? "no detector here does" : `those that do: ${calling.join(", ")}`;
      const not = detector === undefined ? "is not in this unit's site file" : "calls no phase by itself, so forcing it would do nothing";
      return { refused: `detector ${wanted} ${not}; ${has}` };
    }
    return { change: { kind: "detector", detector: detector.number, on, until: Instant(now + for_s * 1_000) } };
  },
};
