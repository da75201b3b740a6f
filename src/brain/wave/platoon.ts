/** Vehicles in each second of a cycle, which comes again and again. */
export type Profile = Float64Array;

/** Robertson's factors: how much of a drive a platoon's head takes, and how far it spreads (TRRL LR 253; 0.35 and 0.8 are usual on open roads). */
const [HEAD, SPREAD] = [0.8, 0.35];
/** Behind so many cycles what came before the first is forgotten. */
const ROUNDS = 3;

export const even = (vehicles: number, cycle_s: number): Profile => new Float64Array(cycle_s).fill(vehicles / cycle_s);

export const total = (profile: Profile): number => profile.reduce((sum, each) => sum + each, 0);

/** A profile `by_s` later; whole seconds. */
export function later(profile: Profile, by_s: number): Profile {
  const n = profile.length;
  const shift = ((by_s % n) + n) % n;
  return profile.map((_, k) => profile[(k - shift + n) % n]!);
}

/** A platoon after a drive of `travel_s`: some are quicker, most slower than its head. */
export function disperse(profile: Profile, travel_s: number): Profile {
  const factor = 1 / (1 + SPREAD * HEAD * travel_s);
  const head = later(profile, Math.round(HEAD * travel_s));
  const spread = new Float64Array(profile.length);
  let last = total(profile) / profile.length;
  for (let round = 0; round < ROUNDS; round++) {
    for (let k = 0; k < head.length; k++) {
      last = factor * head[k]! + (1 - factor) * last;
      spread[k] = last;
    }
  }
  return spread;
}

/** What a stop line makes of those who come. */
export interface Served {
  readonly leaving: Profile;
  /** Vehicle seconds in the queue, vehicles that had to stop, and vehicles that came to green, in one cycle. */
  readonly delay_vs: number;
  readonly stops: number;
  readonly on_green: number;
}

/** A line whose green is full lets no more than this of what it could through: the rest of the delay is chance's, and no offset's. */
const NEARLY = 0.98;

/** A queue that stands at the line (none of it has a length) until `rate` a second lets it go; `green`: which part of each second is green. */
export function serve(coming: Profile, green: Float64Array, rate: number): Served {
  const room = rate * green.reduce((sum, part) => sum + part, 0);
  const asked = total(coming);
  const scale = asked > NEARLY * room && asked > 0 ? (NEARLY * room) / asked : 1;
  const leaving = new Float64Array(coming.length);
  let [queue, delay_vs, stops, on_green] = [0, 0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    [delay_vs, stops, on_green] = [0, 0, 0];
    for (let k = 0; k < coming.length; k++) {
      const come = coming[k]! * scale;
      const can = rate * green[k]!;
      const goes = Math.min(queue + come, can);
      stops += queue > 1e-6 || can === 0 ? come : Math.max(0, come - can);
      on_green += come * green[k]!;
      queue += come - goes;
      delay_vs += queue;
      leaving[k] = goes;
    }
  }
  return { leaving, delay_vs, stops, on_green };
}
