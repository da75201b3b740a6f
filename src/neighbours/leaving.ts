import { type Departures, LEFT_STEPS, STEP_MS, withoutEnd } from "../traffic/departures.ts";
import { type Lane, type LaneTraffic, lanesOf } from "../traffic/lanes.ts";
import { AHEAD_STEPS, LANES_MAX } from "../traffic/numbers.ts";
import type { Site } from "../traffic/site.ts";
import type { Instant, WallTime } from "../traffic/time.ts";

/** Counts who leaves each lane over its stop line, and says so at the end of every step. */
export class Leaving {
  readonly #lanes: readonly Lane[];
  /** By lane and step; the present step lies at `#step`. */
  readonly #left: Uint8Array;
  #step = 0;
  #steps = 0;
  #said: Departures | null = null;

  constructor({ detectors }: Pick<Site, "detectors">) {
    this.#lanes = lanesOf(detectors).slice(0, LANES_MAX);
    this.#left = new Uint8Array(this.#lanes.length * LEFT_STEPS);
  }

  /** As they were said last; null before the first step is over. */
  get said(): Departures | null {
    return this.#said;
  }

  /** One tenth. `expected`: thousandths of vehicles by lane and steps, asked for when a step ends. */
  step(now: Instant, wall: WallTime, { departed, trusted }: LaneTraffic, expected: () => Int32Array): void {
    for (let l = 0; l < this.#lanes.length; l++) {
      const at = l * LEFT_STEPS + this.#step;
      if (departed[l]! > 0) this.#left[at] = Math.min(255, this.#left[at]! + departed[l]!);
    }
    if (Math.floor(now / STEP_MS) === this.#steps) return;
    this.#steps = Math.floor(now / STEP_MS);
    const leaving = expected();
    // Of a lane whose detector has failed, or that has no loop to count with, nothing is said: a stuck loop would announce vehicles that nobody
    // drives.
    const lanes = this.#lanes.flatMap(({ approach, lane, stop_line }, l) => {
      const left = withoutEnd(Array.from({ length: LEFT_STEPS }, (_, i) => this.#leftAgo(l, i)));
      const soon = withoutEnd(Array.from({ length: AHEAD_STEPS }, (_, i) => Math.round(leaving[l * AHEAD_STEPS + i]! / 10)));
      return stop_line < 0 || trusted[l] === 0 ? [] : [{ approach, lane, left, expected: soon }];
    });
    this.#said = { issued: wall, lanes };
    this.#step = (this.#step + 1) % LEFT_STEPS;
    for (let l = 0; l < this.#lanes.length; l++) this.#left[l * LEFT_STEPS + this.#step] = 0;
  }

  #leftAgo(l: number, steps: number): number {
    return this.#left[l * LEFT_STEPS + ((this.#step - steps + LEFT_STEPS) % LEFT_STEPS)]!;
  }
}
