import { CHANNELS, SLOT_PAIRS } from "../../../serial/framing/ts2/detectors.ts";
import type { Instant } from "../../../traffic/time.ts";

/** A loop that is whole again goes on counting as broken in some amplifiers until they are reset. */
const EVERY_MS = 300_000;
const CHANNELS_OF_PAIR = CHANNELS / SLOT_PAIRS;

/**
 * When a pair of slots is reset: five minutes after one of its four channels was found faulty, and every five minutes while one is. Its good
 * channels are tuned anew by that, and would tune away whoever stands on them: so only while they are free.
 */
export class Resets {
  readonly #dueAt = new Float64Array(SLOT_PAIRS).fill(Number.POSITIVE_INFINITY);

  /** `faults` by channel less one; 0 is good. */
  found(now: Instant, faults: readonly number[]): void {
    for (let pair = 0; pair < SLOT_PAIRS; pair++) {
      const broken = channelsOf(pair).some((c) => faults[c] !== 0);
      if (!broken) this.#dueAt[pair] = Number.POSITIVE_INFINITY;
      else if (this.#dueAt[pair] === Number.POSITIVE_INFINITY) this.#dueAt[pair] = now + EVERY_MS;
    }
  }

  /** The pairs to reset now, a bit each. */
  take(now: Instant, faults: readonly number[], occupied: readonly boolean[]): number {
    let pairs = 0;
    for (let pair = 0; pair < SLOT_PAIRS; pair++) {
      if (now < this.#dueAt[pair]! || channelsOf(pair).some((c) => faults[c] === 0 && occupied[c])) continue;
      pairs |= 1 << pair;
      this.#dueAt[pair] = now + EVERY_MS;
    }
    return pairs;
  }
}

const channelsOf = (pair: number): readonly number[] => Array.from({ length: CHANNELS_OF_PAIR }, (_, i) => pair * CHANNELS_OF_PAIR + i);
