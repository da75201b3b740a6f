/** What of a plot's time is seen: all of it, or a part that one has gone into. */
export class ViewRange {
  #whole: readonly [number, number] = [0, 1];
  #seen: readonly [number, number] = [0, 1];

  get from(): number {
    return this.#seen[0];
  }

  get to(): number {
    return this.#seen[1];
  }

  get isWhole(): boolean {
    return this.#seen[0] === this.#whole[0] && this.#seen[1] === this.#whole[1];
  }

  /** Stays where one has gone to, as long as that is there. */
  of(from: number, to: number): void {
    const whole = this.isWhole;
    const moved = from !== this.#whole[0] || to !== this.#whole[1];
    this.#whole = [from, to];
    if (whole || moved) this.#seen = this.#whole;
  }

  /** By a factor (below 1: nearer), with `at` staying in its place. */
  zoom(by: number, at: number): void {
    const [from, to] = this.#seen;
    const [first, last] = this.#whole;
    const width = Math.min(last - first, Math.max((last - first) / 64, (to - from) * by));
    const left = Math.min(Math.max(first, at - (at - from) * (width / (to - from))), last - width);
    this.#seen = width >= last - first ? this.#whole : [left, left + width];
  }

  move(by: number): void {
    const [from, to] = this.#seen;
    const [first, last] = this.#whole;
    const step = Math.min(Math.max(by, first - from), last - to);
    this.#seen = [from + step, to + step];
  }

  /** Brings a place into what is seen. */
  reach(at: number): void {
    if (at < this.from) this.move(at - this.from);
    else if (at > this.to) this.move(at - this.to);
  }
}
