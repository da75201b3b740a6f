export interface BackoffOptions {
  readonly base_ms: number;
  readonly cap_ms: number;
  /** A connection must have held this long before the waits start small again. */
  readonly steady_ms: number;
}

/** Of a fleet that calls at once, no more than 100 connects a second reach the broker: 50 on average, and chance adds less than the rest. */
const EACH_MS = 20;
const CAP_MS = 280_000;

/**
 * For units in the field, `fleet` of them at one broker. A city's power comes back at once: 10,000 units need 10 to 20 s of the broker's
 * processor for their TLS handshakes alone, so they must not come at the same moment, and not again a second later. Up to 14,000 units are all
 * back within five minutes; more take longer, not faster.
 */
export function fieldBackoff(fleet: number): BackoffOptions {
  const base_ms = Math.max(2_000, fleet * EACH_MS);
  return { base_ms, cap_ms: Math.max(CAP_MS, base_ms), steady_ms: 300_000 };
}

/** For a broker on the same machine, where there is no storm to fear. */
export const BENCH_BACKOFF: BackoffOptions = { base_ms: 250, cap_ms: 2_000, steady_ms: 1_000 };

/**
 * Calls go by rounds, each twice as long as the one before, up to a limit; in each the unit calls once, at a place of its own that it draws
 * when it has lost a good connection. The first wait is so anything from nothing to the first round, and however many rounds pass, the fleet
 * stays spread evenly over them. Drawn anew for each wait (full jitter) the rounds of different units mix, and 10,000 units came at up to 115 a
 * second where these come at 80.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #rounds = 0;
  #place = 0;

  /** `random` gives numbers from 0 up to 1, other ones on each unit. */
  constructor(options: BackoffOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /**
   * How long to wait now, in ms, after a connection that held for `held_ms`; 0 for one that never came to be. A broker that is there and says
   * that it is `busy` is left alone for half the longest round at the least.
   */
  next(held_ms: number, busy = false): number {
    const { cap_ms, steady_ms } = this.#options;
    if (held_ms >= steady_ms) this.#rounds = 0;
    if (this.#rounds === 0) this.#place = this.#random();
    const [rest, round] = busy ? [cap_ms / 2, cap_ms] : [this.#length(this.#rounds), this.#length(this.#rounds + 1)];
    this.#rounds = busy ? 30 : Math.min(this.#rounds + 1, 30);
    // What is left of the round before is as much of it as lay behind our place; then as far into the next.
    return Math.floor(rest + this.#place * (round - rest));
  }

  #length(round: number): number {
    return round === 0 ? 0 : Math.min(this.#options.cap_ms, this.#options.base_ms * 2 ** (round - 1));
  }
}
