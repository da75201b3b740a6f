/** From an instant up to another one that is not in it any more, in ms. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** When something was so, told in the order of time: its intervals, whole ones and the one that has not ended. */
export class While {
  readonly #intervals: Interval[] = [];
  #since: number | null;

  /** `since`: it is so from then on; null: it is not. */
  constructor(since: number | null = null) {
    this.#since = since;
  }

  get on(): boolean {
    return this.#since !== null;
  }

  set(on: boolean, at: number): void {
    if (on === this.on) return;
    if (on) this.#since = at;
    else {
      if (at > this.#since!) this.#intervals.push({ from: this.#since!, to: at });
      this.#since = null;
    }
  }

  /** What there is of it when everything ends at `to`. */
  ended(to: number): readonly Interval[] {
    return this.#since === null || to <= this.#since ? this.#intervals : [...this.#intervals, { from: this.#since, to }];
  }
}

/** How much of [from, to) lies within `intervals`, which are in order and apart. */
export function within(intervals: readonly Interval[], from: number, to: number): number {
  let sum = 0;
  for (let i = firstEnding(intervals, from); i < intervals.length; i++) {
    const { from: on, to: off } = intervals[i]!;
    if (on >= to) break;
    sum += Math.min(off, to) - Math.max(on, from);
  }
  return sum;
}

export const covers = (intervals: readonly Interval[], at: number): boolean => within(intervals, at, at + 1) > 0;

/** What lies in both. */
export function both(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  return a.flatMap(({ from, to }) => {
    const parts: Interval[] = [];
    for (let i = firstEnding(b, from); i < b.length && b[i]!.from < to; i++) {
      parts.push({ from: Math.max(from, b[i]!.from), to: Math.min(to, b[i]!.to) });
    }
    return parts;
  });
}

/** The first that ends behind `at`. */
function firstEnding(intervals: readonly Interval[], at: number): number {
  let [low, high] = [0, intervals.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (intervals[middle]!.to <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
