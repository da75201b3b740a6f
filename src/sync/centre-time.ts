import { WallTime } from "../traffic/time.ts";

/** A quartz wanders by a second or two a day. */
const KEPT_MS = 3_600_000;
const HALF_MS = KEPT_MS / 2;

/**
 * What time it is at the brain, by what its acknowledgements say. One that was long on its way says an earlier time than it is, and never a later
 * one: so the latest of the last half hour and of the one before is the nearest. A brain whose clock was put back is believed again when both are
 * over; where our quartz is the faster one each acknowledgement says less than the one before, and time is known all the same. Compared with a clock
 * that nobody sets, so that ours may be corrected meanwhile.
 */
export class CentreTime {
  /** The brain's wall time less our monotonic clock, in ms: the latest of the half hour that began at `#from`, and of the one before. */
  #ahead = Number.NEGATIVE_INFINITY;
  #before = Number.NEGATIVE_INFINITY;
  #from = Number.NEGATIVE_INFINITY;
  /** When one was heard last. */
  #heard = Number.NEGATIVE_INFINITY;

  /** `now`: monotonic, in ms. */
  heard(wall_ms: number, now: number): void {
    if (now - this.#from > HALF_MS) {
      this.#before = now - this.#from <= KEPT_MS ? this.#ahead : Number.NEGATIVE_INFINITY;
      this.#ahead = Number.NEGATIVE_INFINITY;
      this.#from = now;
    }
    this.#ahead = Math.max(this.#ahead, wall_ms - now);
    this.#heard = now;
  }

  /** Null while no acknowledgement of the last hour has said it. */
  at(now: number): WallTime | null {
    return this.#known(now) ? WallTime(Math.round(Math.max(this.#ahead, this.#before) + now)) : null;
  }

  /** A new line may be to another brain. */
  forget(): void {
    this.#from = this.#heard = Number.NEGATIVE_INFINITY;
  }

  #known(now: number): boolean {
    return now - this.#heard <= KEPT_MS;
  }
}
