/**
 * Who came, as it was recorded: in the place of chance. All instants in ms since the street's beginning, in order.
 */
export interface RecordedDemand {
  /** Of each lane, when its vehicles came into sight, where the link begins. A lane that is not named carries nobody. */
  readonly lanes: readonly { readonly approach: string; readonly lane: number; readonly at_ms: readonly number[] }[];
  /** Of each pedestrian detector, when somebody pressed it. */
  readonly crossings: readonly { readonly detector: number; readonly at_ms: readonly number[] }[];
}

/** Somebody comes or nobody does, tenth after tenth: two of one instant come in two tenths. */
export class RecordedArrivals {
  readonly #at_ms: readonly number[];
  #next = 0;

  constructor(at_ms: readonly number[]) {
    this.#at_ms = at_ms;
  }

  comes(now: number): boolean {
    if (this.#next >= this.#at_ms.length || this.#at_ms[this.#next]! > now) return false;
    this.#next++;
    return true;
  }
}
