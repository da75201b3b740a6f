/**
 * The street's own chance: 32-bit integers only, so that a seed gives the same day on every machine. Each user has a stream of its own;
 * what one of them draws never shifts another's, and two controllers can be tried on the very same arrivals.
 */
export class Random {
  #state: number;

  constructor(seed: number, stream: number) {
    this.#state = mix((mix(seed | 0) ^ Math.imul(stream + 1, 0x9e3779b9)) | 0);
  }

  /** 0 to 2^32 − 1, each as likely as the others. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return mix(this.#state) >>> 0;
  }

  /** 0 to `n` − 1, for an `n` up to 65536. */
  below(n: number): number {
    return Math.imul(this.next() >>> 16, n) >>> 16;
  }
}

/** The finisher of MurmurHash3: every bit of the answer depends on every bit of `n`. */
function mix(n: number): number {
  let h = n ^ (n >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
