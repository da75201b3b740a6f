export interface BackoffOptions {
  readonly base_ms: number;
  readonly cap_ms: number;
  /** A connection must have held this long before the waits start small again. */
  readonly steady_ms: number;
}

/**
 * For units in the field. A city's power comes back at once: 10,000 units on one broker need 10 to 20 s of its processor for their TLS
 * handshakes alone, so they must not come at the same moment, and not again a second later.
 */
export const FIELD_BACKOFF: BackoffOptions = { base_ms: 2_000, cap_ms: 300_000, steady_ms: 300_000 };
/** For a broker on the same machine, where there is no storm to fear. */
export const BENCH_BACKOFF: BackoffOptions = { base_ms: 250, cap_ms: 2_000, steady_ms: 1_000 };

/** Full jitter: a wait is anything from nothing to a limit that doubles with each failure. */
export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #failures = 0;

  /** `random` gives numbers from 0 up to 1, other ones on each unit. */
  constructor(options: BackoffOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /** How long to wait now, in ms, after a connection that held for `held_ms`; 0 for one that never came to be. */
  next(held_ms: number): number {
    const { base_ms, cap_ms, steady_ms } = this.#options;
    if (held_ms >= steady_ms) this.#failures = 0;
    const limit = Math.min(cap_ms, base_ms * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 30);
    return Math.floor(this.#random() * limit);
  }
}
