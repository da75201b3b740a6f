import * as v from "valibot";
import type { Site } from "../traffic/site.ts";
import { Instant, TICK_MS } from "../traffic/time.ts";
import type { Command } from "./command.ts";

/** Nobody knows further ahead than this when a vehicle will be at the stop line. */
const ARRIVAL_DS_MAX = 3_000;
/** A vehicle that has not been heard of for so long has gone another way. */
const FOR_S_MAX = 600;
/** A request that nobody revises or cancels outlives the arrival by so much. */
const FOR_S_BEYOND_ARRIVAL = 30;

/** A name that can be read aloud and stands in the journal. */
export const Vehicle = v.pipe(v.string(), v.regex(/^[!-~]{1,32}$/));

const Args = v.strictObject({
  vehicle: Vehicle,
  phase: v.number(),
  arrival_ds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(ARRIVAL_DS_MAX)),
  for_s: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(FOR_S_MAX)),
});

const BOUNDS: { readonly [field: string]: string } = {
  vehicle: "a vehicle's name is 1 to 32 printable characters without spaces",
  arrival_ds: `an arrival is 0 to ${ARRIVAL_DS_MAX} tenths of a second ahead`,
  for_s: `a request lives for 1 to ${FOR_S_MAX} seconds`,
};

/** Asks for priority for a vehicle that is on its way, or says anew when it arrives. What it gets is bounded by the site file. */
export const requestPriority: Command<"requestPriority"> = {
  name: "request-priority",
  words: "VEHICLE PHASE ARRIVAL_S [SECONDS]",

  read([vehicle = "", phase = "", arrival = "", seconds, ...more]) {
    if (more.length > 0 || !v.is(Vehicle, vehicle) || !/^\d{1,2}$/.test(phase) || !/^\d{1,4}(\.\d)?$/.test(arrival)) return null;
    if (seconds !== undefined && !/^\d{1,4}$/.test(seconds)) return null;
    const arrivalDs = Math.round(Number(arrival) * 10);
    const forS = seconds === undefined ? Math.min(FOR_S_MAX, Math.ceil(arrivalDs / 10) + FOR_S_BEYOND_ARRIVAL) : Number(seconds);
    return { vehicle, phase: Number(phase), arrivalDs, forS };
  },

  args: (wire) => ({ vehicle: wire.vehicle ?? "", phase: wire.phase ?? 0, arrival_ds: wire.arrivalDs ?? 0, for_s: wire.forS ?? 0 }),

  take(site, args, now) {
    const read = v.safeParse(Args, args);
    if (!read.success) {
      const { received } = read.issues[0];
      const bound = BOUNDS[v.getDotPath(read.issues[0]) ?? ""];
      if (bound === undefined) return { refused: "request-priority takes a vehicle, a phase number, arrival_ds and for_s" };
      return { refused: `${bound}, not ${received}` };
    }
    const { vehicle, phase: wanted, arrival_ds, for_s } = read.output;
    const phase = site.phases.find((p) => p.number === wanted)?.number;
    if (phase === undefined) {
      return { refused: `phase ${wanted} is not in this unit's site file, which has ${site.phases.map((p) => p.number).join(", ")}` };
    }
    const limited = withPriority(site);
    if (!limited.includes(phase)) {
      const has = limited.length === 0 ? "no phase here has any" : `those with any: ${limited.join(", ")}`;
      return { refused: `phase ${phase} has no limits for priority in this unit's site file; ${has}` };
    }
    return {
      change: { kind: "priority", vehicle, phase, arrival: Instant(now + arrival_ds * TICK_MS), until: Instant(now + for_s * 1_000) },
    };
  },
};

/** Phases for which something may be done: they can be extended or inserted, or others can give them time. */
function withPriority({ phases, priority }: Site): readonly number[] {
  const named = priority.phases;
  const gives = (other: number) => named.some(({ phase, reduction_ds }) => phase !== other && reduction_ds > 0);
  return phases
    .map(({ number }) => number)
    .filter((number) => named.some((p) => p.phase === number && (p.extension_ds > 0 || p.insertion || gives(number))));
}
