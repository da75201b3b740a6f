import type { Wiring } from "../../../../src/import/index.ts";
import { DetectorNumber } from "../../../../src/traffic/numbers.ts";
import type { Observation } from "../../../../src/traffic/observation.ts";
import type { Instant } from "../../../../src/traffic/time.ts";
import type { Seen, Value } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";

/** From the downstream edge of a loop, as sites have it, to where SUMO's loop lies: drivers stop with their front a metre before the lane's end. */
const LOOP_M = 2;
/** SUMO wants a loop within its lane. */
const WITHIN_M = 0.1;

export interface PlacedLoop {
  readonly id: string;
  readonly number: number;
  readonly lane: string;
  /** From the lane's beginning. */
  readonly pos_m: number;
}

/** Induction loops of a signal as a cabinet has them, in SUMO's places. */
export const placed = (tls: string, { detectors }: Wiring, lengthOf: (lane: string) => number): readonly PlacedLoop[] =>
  detectors.map(({ number, lane, distance_m }) => ({
    id: `${tls} loop ${number}`,
    number,
    lane,
    pos_m: Math.max(WITHIN_M, lengthOf(lane) - distance_m - LOOP_M),
  }));

/** [vehicle, its length, when it came, when it left or -1 while it is there, type]: what SUMO says of everyone who was on a loop in a step. */
type Passage = readonly [string, number, number, number, string];

/** What SUMO's loops say of a step → actuations with their tenths. */
export class Loops {
  readonly #placed: readonly PlacedLoop[];
  readonly #occupied: Uint8Array;

  constructor(loops: readonly PlacedLoop[]) {
    this.#placed = loops;
    this.#occupied = new Uint8Array(loops.length);
  }

  /** Of the step that ended at `end_s`; `instant` turns the simulation's seconds into the unit's time. */
  step(seen: Seen, end_s: number, instant: (s: number) => Instant): Observation[] {
    const observations: Observation[] = [];
    this.#placed.forEach(({ id, number }, i) => {
      const passages = passagesIn(seen.loop.get(id)?.get(VARIABLE.vehicleData));
      const say = (s: number, on: boolean): void => {
        if ((this.#occupied[i] === 1) === on) return;
        this.#occupied[i] = Number(on);
        observations.push({ kind: "actuation", at: instant(s), detector: DetectorNumber(number), on, source: "received" });
      };
      for (const [, , came, left] of passages.toSorted((a, b) => a[2] - b[2])) {
        if (this.#occupied[i] === 0) say(within(came, end_s), true);
        if (left >= 0) say(within(left, end_s), false);
      }
      // Who left in a way that SUMO does not tell (it changed lanes on the loop) is gone by now.
      if (!passages.some(([, , , left]) => left < 0)) say(end_s, false);
    });
    return observations;
  }
}

/** The first value of the compound is how many there are. */
function passagesIn(value: Value | undefined): readonly Passage[] {
  if (!Array.isArray(value)) return [];
  const [count, ...flat] = value as unknown as readonly [number, ...Value[]];
  return Array.from({ length: count }, (_, i) => flat.slice(i * 5, i * 5 + 5) as unknown as Passage);
}

/** In the step that ends at `end_s`, and not yet in the one before. */
const within = (s: number, end_s: number): number => Math.min(Math.max(s, end_s - 0.999), end_s);
