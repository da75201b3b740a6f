import type { Sensor } from "../sensor.ts";
import { STEP_MS } from "../step.ts";

/** Length of a loop, and of what a camera counts at, along the lane. */
const ZONE_M = 2;
const DKMH = 36;

/** A piece of a lane that a sensor sees, in metres before the stop line. */
export class Zone {
  readonly #sensor: Sensor;
  readonly #near: number;
  readonly #far: number;
  #over = false;
  #inside = 0;

  constructor(sensor: Sensor, near: number, length: number) {
    this.#sensor = sensor;
    this.#near = near;
    this.#far = near + (length > 0 ? length : ZONE_M);
  }

  /** A vehicle whose front has moved from `from` to `to` at `v` m/s, and whose tail is at `rear`. */
  see(from: number, to: number, rear: number, v: number): void {
    if (to < this.#far && rear > this.#near) this.#over = true;
    if (to >= this.#near && to < this.#far) this.#inside++;
    if (from >= this.#far && to < this.#far) this.#sensor.pass(Math.round(v * DKMH));
  }

  /** Everybody has moved. */
  settle(): void {
    this.#sensor.set(this.#over, STEP_MS);
    this.#sensor.inside = this.#inside;
    this.#over = false;
    this.#inside = 0;
  }
}
