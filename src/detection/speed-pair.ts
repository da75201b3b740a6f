import type { Observation } from "../traffic/observation.ts";
import type { Detector } from "../traffic/site.ts";

/** Loops nearer to each other than six feet feel the same axle; farther apart than this, drivers change their mind in between. */
const [NEAR_M, FAR_M] = [2, 20];
/** Both loops feel one vehicle for the same time, within a tenth of it. */
const ALIKE_PM = 100;
/** 5 to 120 mph: whatever else comes out was two vehicles. */
const [SLOW_DKMH, FAST_DKMH] = [80, 1_930];
const DKMH = 36_000;

/**
 * Two loops in a lane whose distance the site file states: the speed of each vehicle over them (IRIS: its rules for loop pairs). Only of stamps
 * that the sensors took: what a poll adds is as long as the drive between them.
 */
export class SpeedPair {
  readonly #up: number;
  readonly #down: number;
  readonly #apart_m: number;
  /** The last vehicle over each: when it came, by the sensor; -1: nobody, or nobody's stamp. */
  #upCame = -1;
  #upStayed = -1;
  #downCame = -1;
  /** What came to the first loop when this one came to the second. */
  #of = -1;

  constructor(up: number, down: number, apart_m: number) {
    this.#up = up;
    this.#down = down;
    this.#apart_m = apart_m;
  }

  /** The pair of a lane's detectors at `places`, the nearest to the line; null if it has none. */
  static of(detectors: readonly Detector[], places: readonly number[]): SpeedPair | null {
    const loops = places
      .filter((i) => detectors[i]!.kind === "stop-line" || detectors[i]!.kind === "advance")
      .sort((a, b) => detectors[a]!.distance_m - detectors[b]!.distance_m);
    for (const [k, down] of loops.entries()) {
      const up = loops[k + 1];
      const apart_m = up === undefined ? 0 : detectors[up]!.distance_m - detectors[down]!.distance_m;
      if (up !== undefined && apart_m >= NEAR_M && apart_m <= FAR_M) return new SpeedPair(up, down, apart_m);
    }
    return null;
  }

  /** Tenths of km/h when a vehicle has left both, -1 otherwise. `at` is the sensor's stamp. */
  take(i: number, { on, source }: Observation & { readonly kind: "actuation" }, at: number): number {
    const stamped = source === "sensor";
    if (i === this.#up) {
      if (on) {
        this.#upCame = stamped ? at : -1;
        this.#upStayed = -1;
      } else if (this.#upCame >= 0) this.#upStayed = stamped ? at - this.#upCame : -1;
      return -1;
    }
    if (i !== this.#down) return -1;
    if (on) {
      this.#downCame = stamped ? at : -1;
      this.#of = this.#upCame;
      return -1;
    }
    // Of the very vehicle that has left the first loop, and not of one that came after it.
    const whole = stamped && this.#of >= 0 && this.#of === this.#upCame && this.#upStayed > 0 && this.#downCame > this.#of;
    const stayed = at - this.#downCame;
    if (!whole || Math.abs(stayed - this.#upStayed) * 1_000 > ALIKE_PM * this.#upStayed) return -1;
    const dkmh = Math.round((this.#apart_m * DKMH) / (this.#downCame - this.#of));
    return dkmh >= SLOW_DKMH && dkmh <= FAST_DKMH ? dkmh : -1;
  }
}
