import type { Instant } from "../../../traffic/time.ts";
import { SensorClock } from "../sensor-clock.ts";

/** The BIU's counter of milliseconds goes round in a little more than a minute. */
const ROUND = 65_536;

/** How long ago a change was, by the BIU's own counter: which nobody tells us, so the changes themselves teach where it stands. */
export class Stamps {
  readonly #clock = new SensorClock();
  /** The counter as if it did not go round, and when it was so. */
  #count: number | null = null;
  #at = 0;

  /** `changed_ms`: the counter at a change that was told at `now`, and had not been when the question before was asked: never longer than since then. */
  age_ms(now: Instant, before: Instant, changed_ms: number): number {
    const expected = this.#count === null ? changed_ms : this.#count + now - this.#at;
    const count = changed_ms + Math.round((expected - changed_ms) / ROUND) * ROUND;
    this.#count = count;
    this.#at = now;
    this.#clock.saw(count, before, now);
    return this.#clock.age(count, now);
  }
}
