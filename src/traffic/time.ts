/**
 * Two times, two types. An `Instant` counts milliseconds since this unit started and never jumps: it is all that logic compares.
 * A `WallTime` is what people and the brain call the time; it enters as a recorded correction and may step in either direction.
 */
declare const brand: unique symbol;

/** Milliseconds since the unit started; monotonic, never negative. */
export type Instant = number & { readonly [brand]: "Instant" };
/** Unix time in milliseconds, UTC. */
export type WallTime = number & { readonly [brand]: "WallTime" };

export function Instant(ms: number): Instant {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError(`not an instant: ${ms} ms`);
  return ms as Instant;
}

export function WallTime(ms: number): WallTime {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`not a wall time: ${ms} ms`);
  return ms as WallTime;
}

/** The unit's heartbeat. NEMA TS 2 and NTCIP 1202 time signals in tenths of a second; so do we. */
export const TICK_MS = 100;

/** The tick that takes in what was stamped at `at`: the first tenth that is not before it. */
export function tickOf(at: Instant): Instant {
  return (Math.ceil(at / TICK_MS) * TICK_MS) as Instant;
}

/** As people read it, in UTC. Any number has words: a wall time from outside may be no date at all. */
export const iso = (wall: WallTime): string => (Math.abs(wall) <= 8.64e15 ? new Date(wall).toISOString() : `${wall} ms`);

/** The same without what only machines compare: "2026-01-05T07:12:03Z", and "2026-01-05". */
export const isoSecond = (wall: WallTime): string => iso(wall).replace(/\.\d+Z$/, "Z");
export const isoDay = (wall: WallTime): string => iso(wall).replace(/T.*$/, "");

/** Minutes of a day as a clock shows them, as in 07:05. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
