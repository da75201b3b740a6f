import { hasPresence, type Loops } from "./loops.ts";

/** So near to each other two rises are one: devices are polled up to four times a second. */
const TOGETHER_MS = 400;
/** While both may go only who comes onto a loop that was empty for so long counts: lane beside lane, queues move as one. */
const EMPTY_MS = 3_000;
/** In blocks of so many, two blocks in a row: what was before a fault is soon forgotten. */
const BLOCK = 12;
const MANY = 9;
const FEW = 5;

/** Loops of different lanes that go on at the same moment nearly every time: one feels the other's vehicles. */
export class Together {
  readonly #loops: Loops;
  readonly #n: number;
  /** [i][j]: rises of i while j was free to rise too, and those in which it did. */
  readonly #rises: Uint16Array;
  readonly #both: Uint16Array;
  /** Whether the last block was one of many. */
  readonly #many: Uint8Array;
  readonly #doubted: Uint8Array;
  /** Whether its last rise was onto an empty loop. */
  readonly #fresh: Uint8Array;

  constructor(loops: Loops) {
    this.#loops = loops;
    this.#n = loops.detectors.length;
    this.#rises = new Uint16Array(this.#n ** 2);
    this.#both = new Uint16Array(this.#n ** 2);
    this.#many = new Uint8Array(this.#n ** 2);
    this.#doubted = new Uint8Array(this.#n ** 2);
    this.#fresh = new Uint8Array(this.#n);
  }

  /** Before the rise is taken into `loops`. */
  rise(i: number, at: number): void {
    const loops = this.#loops;
    const { detectors, lane, present, rose, fell } = loops;
    this.#fresh[i] = at - fell[i]! >= EMPTY_MS ? 1 : 0;
    // Who has only just gone on would be together with others by its own number.
    if (!hasPresence(detectors[i]!) || (rose[i]! >= 0 && at - rose[i]! <= TOGETHER_MS)) return;
    for (let j = 0; j < this.#n; j++) {
      if (lane[j] === lane[i] || !hasPresence(detectors[j]!)) continue;
      const apart = !(loops.may(i) && loops.may(j));
      if (!this.#fresh[i] && !apart) continue;
      if (rose[j]! >= 0 && at - rose[j]! <= TOGETHER_MS && (this.#fresh[j] || apart)) {
        this.#saw(i * this.#n + j, true);
        // That j had risen alone was said too early.
        if (this.#rises[j * this.#n + i]! > 0) this.#both[j * this.#n + i]!++;
      } else if (!present[j] && (apart || at - fell[j]! >= EMPTY_MS)) this.#saw(i * this.#n + j, false);
    }
  }

  #saw(pair: number, both: boolean): void {
    if (this.#rises[pair] === BLOCK) this.#end(pair);
    this.#rises[pair]!++;
    if (both) this.#both[pair]!++;
  }

  #end(pair: number): void {
    const many = this.#both[pair]! >= MANY;
    if (many && this.#many[pair]) this.#doubted[pair] = 1;
    else if (this.#both[pair]! <= FEW && !this.#many[pair]) this.#doubted[pair] = 0;
    this.#many[pair] = many ? 1 : 0;
    [this.#rises[pair], this.#both[pair]] = [0, 0];
  }

  /** It has failed: what it said is nobody's vehicles. */
  distrust(i: number): void {
    for (let j = 0; j < this.#n; j++) {
      for (const pair of [i * this.#n + j, j * this.#n + i]) {
        for (const table of [this.#rises, this.#both, this.#many, this.#doubted]) table[pair] = 0;
      }
    }
  }

  /** Whose vehicles `i` feels too, or who feels its own; -1: nobody's. */
  partner(i: number): number {
    for (let j = 0; j < this.#n; j++) if (this.#doubted[i * this.#n + j] || this.#doubted[j * this.#n + i]) return j;
    return -1;
  }
}
