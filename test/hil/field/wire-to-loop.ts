import { type LoopFault, Sensor } from "../../../src/street/street.ts";

/** The wire from a loop, or a button, to its input: what the device feels of the truth. */
export class WireToLoop {
  readonly truth: Sensor;
  readonly felt = new Sensor();
  /** Whose truth it is that comes through: another's, where wires are swapped. */
  from: WireToLoop = this;
  /** Of a thousand vehicles so many are not felt. */
  misses_pm = 0;
  stuck: boolean | null = null;
  readonly #roll: (sides: number) => number;
  #on = false;
  #passed = 0;
  #missing = false;

  constructor(truth: Sensor, roll: (sides: number) => number) {
    this.truth = truth;
    this.#roll = roll;
  }

  set broken(fault: LoopFault | null) {
    this.felt.fault = fault;
  }

  /** After the street has moved on by `for_ms`. */
  step(for_ms: number): void {
    const { truth } = this.from;
    if (truth.on && !this.#on) this.#missing = this.#roll(1_000) < this.misses_pm;
    this.#on = truth.on;
    this.felt.set(this.stuck ?? (truth.on && !this.#missing), for_ms);
    // A camera and a radar count those that pass: each of them is seen or missed, as long as it is there.
    const passed = truth.passed - this.#passed;
    this.#passed = truth.passed;
    const speed = truth.passed === 0 ? 0 : Math.round(truth.speeds_dkmh / truth.passed);
    for (let i = 0; i < passed && this.stuck === null; i++) if (this.#roll(1_000) >= this.misses_pm) this.felt.pass(speed);
    this.felt.inside = this.#missing ? 0 : truth.inside;
  }
}
