import type { Random } from "../random.ts";
import { type LanePlan, share_pm } from "./demand.ts";

const MINUTE_MS = 60_000;
const STEPS_AN_HOUR = 36_000;
const ALL = 0x1_0000_0000;

/**
 * Who comes in one lane. In each tenth of a second somebody comes or nobody does, with the chance that the time of day gives it: a Poisson
 * stream in tenths. One draw a tenth whatever happens at the signals, so the same people come to every controller.
 */
export class Arrivals {
  readonly #plan: LanePlan;
  readonly #demand: number;
  readonly #began_ms: number;
  readonly #random: Random;
  #chance = 0;
  #until = -1;

  constructor(plan: LanePlan, demand: number, began_ms: number, random: Random) {
    this.#plan = plan;
    this.#demand = demand;
    this.#began_ms = began_ms;
    this.#random = random;
  }

  comes(now: number): boolean {
    if (now > this.#until) {
      const minute = Math.floor((this.#began_ms + now) / MINUTE_MS);
      this.#until = (minute + 1) * MINUTE_MS - this.#began_ms;
      const { peak_vph, tide } = this.#plan;
      this.#chance = Math.floor((peak_vph * this.#demand * share_pm(tide, minute) * ALL) / 1_000 / STEPS_AN_HOUR);
    }
    return this.#random.next() < this.#chance;
  }
}
