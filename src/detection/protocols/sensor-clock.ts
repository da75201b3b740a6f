import type { Instant } from "../../traffic/time.ts";

/** Quartz: how far two clocks may part, one ms in so many. */
const DRIFT_MS = 5_000;

/**
 * A sensor's clock beside ours. What a sensor tells anew had not happened when it was last looked at, and has by now: each vehicle narrows
 * down how far the two clocks are apart, and drift widens it again. All in ms.
 */
export class SensorClock {
  /** The sensor's time less ours lies between these. */
  #low = Number.NEGATIVE_INFINITY;
  #high = Number.POSITIVE_INFINITY;
  #at = 0;

  /** The sensor told at `now` of what took place at `stamp`, and not yet when it was looked at `before`; null if nobody did. */
  saw(stamp: number, before: Instant | null, now: Instant): void {
    const drift = (now - this.#at) / DRIFT_MS;
    const [low, high] = [stamp - now, before === null ? Number.POSITIVE_INFINITY : stamp - before];
    this.#low = Math.max(low, this.#low - drift);
    this.#high = Math.min(high, this.#high + drift);
    // Somebody has set the sensor's clock.
    if (this.#low > this.#high) [this.#low, this.#high] = [low, high];
    this.#at = now;
  }

  /** How long before `now` it was `stamp` on the sensor's clock, as well as can be known. Only after `saw`. */
  age(stamp: number, now: Instant): number {
    const apart = this.#high === Number.POSITIVE_INFINITY ? this.#low : (this.#low + this.#high) / 2;
    return Math.max(0, Math.round(now + apart - stamp));
  }

  /** It has begun anew. */
  forget(): void {
    this.#low = Number.NEGATIVE_INFINITY;
    this.#high = Number.POSITIVE_INFINITY;
  }
}
