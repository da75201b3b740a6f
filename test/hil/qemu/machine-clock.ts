import type { Ticking } from "../../../src/platform/clock.ts";
import { Instant } from "../../../src/traffic/time.ts";

/** So far the street may be ahead of what the machine has last told of itself, which is on the way for a while. */
const AHEAD_MS = 300;
/** Who has told nothing for so long does not run, or starts. */
const SILENT_MS = 3_000;

/**
 * The time of a play on an emulated machine. On a busy host the machine is slower than we are and does not know it (test/image/machine.ts), so the street
 * waits for it: a yellow lasts as long on the street as in the unit. While the machine tells nothing, time is ours.
 */
export class MachineClock implements Ticking {
  readonly #host: () => number;
  #at = 0;
  /** null: the play has not begun. */
  #looked: number | null = null;
  #heard = Number.NEGATIVE_INFINITY;
  /** When the unit's Instant 0 was, by this clock. */
  #base = 0;
  #unit = -1;
  #ticked = 0;

  /** `host`: ms, monotonic. */
  constructor(host: () => number = () => performance.now()) {
    this.#host = host;
  }

  /** From now on time passes; a second time says nothing. */
  begin(): void {
    this.#looked ??= this.#host();
  }

  exact(): number {
    if (this.#looked === null) return 0;
    const host = this.#host();
    const limit = host - this.#heard > SILENT_MS ? Number.POSITIVE_INFINITY : this.#base + this.#unit + AHEAD_MS;
    this.#at = Math.max(this.#at, Math.min(limit, this.#at + host - this.#looked));
    this.#looked = host;
    return this.#at;
  }

  now(): Instant {
    return Instant(Math.max(Math.floor(this.exact()), this.#ticked + 1));
  }

  ticked(now: Instant): void {
    this.#ticked = now;
  }

  /** The unit shows its own instant. True at the first of a life. */
  shows(unit: number): boolean {
    const at = this.exact();
    const host = this.#host();
    const fresh = unit < this.#unit || host - this.#heard > SILENT_MS;
    const born = unit < this.#unit || this.#unit < 0;
    if (fresh) this.#base = at - unit;
    this.#unit = unit;
    this.#heard = host;
    return born;
  }

  /** When the life that runs began, by this clock. */
  get began(): number {
    return this.#base;
  }

  /** The machine is off: the next that is shown is another life's. */
  off(): void {
    this.#unit = -1;
    this.#heard = Number.NEGATIVE_INFINITY;
  }
}
