import { rankOf, type VehicleClass } from "./classes.ts";
import type { Link } from "./graph.ts";

/** How long something is expected to take, and by how much such expectations have been wrong. */
export interface Expected {
  readonly s: number;
  readonly error_s: number;
}

/** A mean that follows what changes: as long as little is known each value counts alike, later the newest for a twelfth. */
interface Learned {
  readonly n: number;
  readonly mean: number;
  /** Mean distance of a value from what was expected before it. */
  readonly apart: number;
}

const MEMORY = 12;
/** What is learned of an hour weighs against what is known of the whole day as if that were two values. */
const PRIOR = 2;
/** Slower than a twentieth of what is free, or quicker than twice that, nobody has driven the link: he has stopped over, or another road. */
const [QUICKEST, SLOWEST] = [0.5, 20];
/** Before anything is learned: a fifth. */
const UNSURE = 0.2;
/** From the begin of green until the first one moves, and from one to the next over the line (saturation flow 1,800 an hour). */
const [START_S, HEADWAY_S] = [3, 2];
/** Of one standing vehicle with the gap before it. */
const STANDING_M = 7;

const HOUR_MS = 3_600_000;
const hourOf = (wall_ms: number): number => Math.floor(wall_ms / HOUR_MS) % 24;

function learn(of: Learned | undefined, value: number): Learned {
  if (of === undefined) return { n: 1, mean: value, apart: UNSURE * value };
  const weight = 1 / Math.min(of.n + 1, MEMORY);
  return { n: of.n + 1, mean: of.mean + weight * (value - of.mean), apart: of.apart + weight * (Math.abs(value - of.mean) - of.apart) };
}

/** Everything that was learned, by what it is of. */
export interface TravelMemory {
  readonly [key: string]: Learned;
}

/** What an earlier life wrote, as far as it makes sense: a file is anybody's. */
export function travelMemoryOf(text: string): TravelMemory {
  try {
    const read = Object.entries(JSON.parse(text) as { readonly [key: string]: Partial<Learned> | null });
    return Object.fromEntries(
      read.flatMap(([key, of]): readonly [string, Learned][] => {
        const [n, mean, apart] = [of?.n, of?.mean, of?.apart].map((value) => (Number.isFinite(value) ? Number(value) : -1)) as [
          number,
          number,
          number,
        ];
        return n >= 1 && mean >= 0 && apart >= 0 ? [[key, { n, mean, apart }]] : [];
      }),
    );
  } catch {
    return {};
  }
}

/**
 * What is known of the roads by hour (UTC: a change to summer time costs an hour of what was learned): from vehicles that passed, how many times
 * as long as free a link takes, of emergency vehicles and of others; from the units' own measures, how fast traffic is and how long queues are.
 */
export class TravelTimes {
  readonly #of: Map<string, Learned>;

  constructor(memory: TravelMemory = {}) {
    this.#of = new Map(Object.entries(memory));
  }

  get memory(): TravelMemory {
    return Object.fromEntries(this.#of);
  }

  /** A vehicle has driven the link from end to end. */
  passed(link: Link, of: VehicleClass, wall_ms: number, took_s: number): void {
    const ratio = took_s / free_s(link);
    if (!(ratio >= QUICKEST && ratio <= SLOWEST)) return;
    for (const key of [`link ${link.link} ${kindOf(of)}`, `link ${link.link} ${kindOf(of)} ${hourOf(wall_ms)}`]) this.#take(key, ratio);
  }

  /** What a unit has measured in five minutes of one approach: the longest queue of its lanes, and the mean speed; -1 where it could not. */
  measured(unit: string, approach: string, wall_ms: number, queue: number, speed_kmh: number): void {
    if (queue >= 0) this.#take(`queue ${unit} ${approach} ${hourOf(wall_ms)}`, queue);
    if (speed_kmh > 0) this.#take(`speed ${unit} ${approach} ${hourOf(wall_ms)}`, speed_kmh);
  }

  /** The whole link, its stop line included. */
  link(link: Link, of: VehicleClass, wall_ms: number): Expected {
    const key = `link ${link.link} ${kindOf(of)}`;
    const day = this.#of.get(key);
    const hour = this.#of.get(`${key} ${hourOf(wall_ms)}`);
    const base = weighed(day, this.#usual(link, wall_ms));
    const ratio = weighed(hour, base);
    const apart = hour?.apart ?? day?.apart ?? UNSURE * ratio;
    return { s: ratio * free_s(link), error_s: apart * free_s(link) };
  }

  /** How long the queue at the end of the link takes to leave once it has green. */
  queue_s(link: Link, wall_ms: number): number {
    const queue = Math.min(this.#of.get(`queue ${link.to} ${link.approach} ${hourOf(wall_ms)}`)?.mean ?? 0, link.length_m / STANDING_M);
    return queue < 0.5 ? 0 : START_S + HEADWAY_S * queue;
  }

  /** Of ordinary traffic, as the unit at its end measures it: nobody comes through it more quickly. */
  #usual(link: Link, wall_ms: number): number {
    const speed_kmh = this.#of.get(`speed ${link.to} ${link.approach} ${hourOf(wall_ms)}`)?.mean;
    return speed_kmh === undefined ? 1 : Math.min(SLOWEST, Math.max(1, (link.free_ms * 3.6) / speed_kmh));
  }

  #take(key: string, value: number): void {
    this.#of.set(key, learn(this.#of.get(key), value));
  }
}

export const free_s = (link: Link): number => link.length_m / link.free_ms;

const weighed = (of: Learned | undefined, prior: number): number =>
  of === undefined ? prior : (of.mean * Math.min(of.n, MEMORY) + prior * PRIOR) / (Math.min(of.n, MEMORY) + PRIOR);

/** Those with blue lights drive otherwise than the others. */
const kindOf = (of: VehicleClass): string => (rankOf(of) < rankOf("coach") ? "emergency" : "other");
