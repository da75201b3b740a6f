/** How people drive: metres, seconds, metres a second. */

/** Between two standing vehicles: from this, and up to so much more, in cm. */
export const [GAP_M, GAP_MORE_CM] = [1.6, 100];
/** Where the first one stands, before the line. */
export const LINE_M = 0.8;
export const [CAR_M, CAR_MORE_CM] = [4.1, 90];
export const TRUCK_M = 9.5;
/** From standing; it fades as the wanted speed comes near. */
export const ACCEL = 2.0;
/** What everybody expects of everybody, and what brakes can do. */
const BRAKING = 3;
export const BRAKING_MAX = 6;
/** Behind another, and before a line that does not move. Chosen so that queues discharge at 1.9 to 2.0 s a vehicle. */
const FOLLOWS_S = 1.7;
const APPROACHES_S = 0.5;
/** A yellow is decided at its beginning: who would have to brake harder than this after a moment's thought goes on. */
const [THINKS_S, DECIDES_BRAKING] = [0.7, 4];
/** Slowing down for a bend, and the speeds in it. */
const BEND_BRAKING = 2;
const BENDS = { none: Number.POSITIVE_INFINITY, left: 10, right: 7 } as const;

/** The speed that lets us stop behind one who drives at `lead`, `gap` metres in front of where we would stand (Gipps 1981). */
export function follow(gap: number, lead: number): number {
  return safe(gap, lead, FOLLOWS_S);
}

/** The speed that lets us stop in `gap` metres. */
export function approach(gap: number): number {
  return safe(gap, 0, APPROACHES_S);
}

function safe(gap: number, lead: number, headway: number): number {
  if (gap <= 0) return 0;
  const lag = BRAKING * headway;
  return Math.sqrt(lag * lag + lead * lead + 2 * BRAKING * gap) - lag;
}

/** Too near at this speed to stop as people do at a yellow. */
export const cannotStop = (x: number, v: number): boolean => x < v * THINKS_S + (v * v) / (2 * DECIDES_BRAKING);

/** Too near to stop at all. */
export const cannotBrake = (x: number, v: number): boolean => x < (v * v) / (2 * BRAKING_MAX);

/** The square of the speed at the line; Infinity where the lane goes straight on. */
export const bendOf = (turn: keyof typeof BENDS): number => BENDS[turn] * BENDS[turn];

/** The speed `x` metres before a bend that is taken at the root of `bend`. */
export const beforeBend = (x: number, bend: number): number => Math.sqrt(bend + (x > 0 ? 2 * BEND_BRAKING * x : 0));
