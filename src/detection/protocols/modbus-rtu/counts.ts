import { HEAD_BYTES } from "./codec.ts";
import type { Counter } from "./profiles/profile.ts";

/** So many between two answers were never there: the board has begun anew, or somebody has set its counter. */
const MISSED_MAX = 64;
const WORD = 0x1_0000;

/** What one input's counter says of those who came while nobody looked. */
export class Count {
  readonly #counter: Counter;
  readonly #wraps: number;
  #last: number | null = null;
  /** Somebody was told of before the counter had him. */
  #ahead = false;

  constructor(counter: Counter) {
    this.#counter = counter;
    this.#wraps = counter.wraps ?? WORD ** counter.words;
  }

  /** How often the input has come on since the answer before; 0 for the first. `frame` is a good answer with the counter. */
  since(frame: Uint8Array): number {
    const value = this.#read(frame);
    const passed = this.#last === null ? 0 : (((value - this.#last) % this.#wraps) + this.#wraps) % this.#wraps;
    this.#last = value;
    if (passed === 0) return 0;
    const told = this.#ahead ? 1 : 0;
    this.#ahead = false;
    return passed > MISSED_MAX ? 0 : passed - told;
  }

  /** The input came on, and the counter did not say so: it will, and means the same one. */
  early(): void {
    this.#ahead = true;
  }

  #read(frame: Uint8Array): number {
    const { register, words, lowFirst } = this.#counter;
    const word = (at: number) => {
      const byte = HEAD_BYTES + 2 * at;
      return (frame[byte]! << 8) | frame[byte + 1]!;
    };
    if (words === 1) return word(register);
    const [high, low] = lowFirst ? [register + 1, register] : [register, register + 1];
    return word(high) * WORD + word(low);
  }
}
