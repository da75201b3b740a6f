/** So many a second, saved up to `burst` in quiet times. Time is monotonic, in ms. */
export class Allowance {
  readonly #per_s: number;
  readonly #burst: number;
  #saved: number;
  #at = Number.NEGATIVE_INFINITY;

  constructor(per_s: number, burst: number) {
    this.#per_s = per_s;
    this.#burst = burst;
    this.#saved = burst;
  }

  /** Takes one if there is one. */
  take(now: number): boolean {
    this.#saved = Math.min(this.#burst, this.#saved + ((now - this.#at) / 1_000) * this.#per_s);
    this.#at = now;
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}
