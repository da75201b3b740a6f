import { WallTime } from "../traffic/time.ts";

/** A quartz wanders by a second or two a day. */
const KEPT_MS = 3_600_000;

/**
 * What time it is at the brain, by what its acknowledgements say. One that was long on its way says an earlier time than it is, and never a later
 * one: so the latest is the nearest. It holds for an hour: a brain whose clock was put back is believed again after that. Compared with a clock that
 * nobody sets, so that ours may be corrected meanwhile.
 */
export class CentreTime {
  /** The brain's wall time less our monotonic clock, in ms. */
  #ahead = 0;
  /** When that was heard. */
  #heard = Number.NEGATIVE_INFINITY;

  /** `now`: monotonic, in ms. */
  heard(wall_ms: number, now: number): void {
    const ahead = wall_ms - now;
    if (this.#known(now) && ahead < this.#ahead) return;
    this.#ahead = ahead;
    this.#heard = now;
  }

  /** Null while no acknowledgement of the last hour has said it. */
  at(now: number): WallTime | null {
    return this.#known(now) ? WallTime(Math.round(this.#ahead + now)) : null;
  }

  /** A new line may be to another brain. */
  forget(): void {
    this.#heard = Number.NEGATIVE_INFINITY;
  }

  #known(now: number): boolean {
    return now - this.#heard <= KEPT_MS;
  }
}
