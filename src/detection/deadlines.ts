const NEVER = Number.POSITIVE_INFINITY;

/** One instant for each of `count` things, and the earliest of them at hand: a tick in which nothing is due costs one comparison. */
export class Deadlines {
  readonly #at: Float64Array;
  #next = NEVER;

  constructor(count: number) {
    this.#at = new Float64Array(count).fill(NEVER);
  }

  /** The earliest; Infinity if there is none. */
  get next(): number {
    return this.#next;
  }

  set(i: number, at: number): void {
    const was = this.#at[i]!;
    this.#at[i] = at;
    if (at <= this.#next) this.#next = at;
    else if (was === this.#next) this.#look();
  }

  cancel(i: number): void {
    if (this.#at[i] !== NEVER) this.set(i, NEVER);
  }

  /** Takes the earliest out and returns its index, the lowest where several are due together. Only while `next` is not Infinity. */
  take(): number {
    const i = this.#at.indexOf(this.#next);
    this.#at[i] = NEVER;
    this.#look();
    return i;
  }

  #look(): void {
    let next = NEVER;
    for (const at of this.#at) if (at < next) next = at;
    this.#next = next;
  }
}
