import type { Loops } from "./loops.ts";
import { hasPresence } from "./loops.ts";

/** Who has stood for so long has waited for his green: whoever only passes tells nothing, least of all in platoons. */
const STOOD_MS = 3_000;
/** So many have left while another's greens alone were on, and so many times as many as in its own alone: of one of the two, and of the other. */
const SEEN = 10;
const TIMES = [4, 2] as const;
const FORGET = 40;
/** Of those who leave a stop line, how many leave when they may: the rest turn right on red. Below it, it is no stop line. */
const LEAVES_PM = 700;
const LEFT = 24;

/**
 * In whose green vehicles leave a loop. Those at a stop line leave in their own; where a loop's vehicles leave in another's, its wires are
 * another loop's. A right turn on red leaves at any time, so one loop alone proves nothing: two must fit each other's phases.
 */
export class Fit {
  readonly #loops: Loops;
  readonly #n: number;
  /** By detector and another: left while its own phases went and none of the other's, and the other way round. */
  readonly #own: Uint16Array;
  readonly #other: Uint16Array;
  /** Left at all, and when it might. */
  readonly #left: Uint16Array;
  readonly #rightly: Uint16Array;

  constructor(loops: Loops) {
    const n = loops.detectors.length;
    this.#loops = loops;
    this.#n = n;
    this.#own = new Uint16Array(n * n);
    this.#other = new Uint16Array(n * n);
    this.#left = new Uint16Array(n);
    this.#rightly = new Uint16Array(n);
  }

  /** Before the fall is taken into `loops`. */
  fall(i: number, at: number): void {
    const { goes, detectors, rose } = this.#loops;
    if (goes[i] === 0 || !hasPresence(detectors[i]!)) return;
    const may = this.#loops.may(i);
    if (at - rose[i]! >= STOOD_MS) this.#stood(i, may);
    this.#left[i]!++;
    if (may) this.#rightly[i]!++;
    if (this.#left[i]! < FORGET) return;
    this.#left[i]! >>= 1;
    this.#rightly[i]! >>= 1;
  }

  #stood(i: number, may: boolean): void {
    for (let j = 0; j < this.#n; j++) {
      const of = i * this.#n + j;
      const mayThere = this.#loops.may(j);
      if (may && !mayThere) this.#own[of]!++;
      else if (!may && mayThere) this.#other[of]!++;
      if (this.#own[of]! + this.#other[of]! < FORGET) continue;
      this.#own[of]! >>= 1;
      this.#other[of]! >>= 1;
    }
  }

  /** It has failed: what it said is nobody's vehicles. */
  distrust(i: number): void {
    this.#own.fill(0, i * this.#n, (i + 1) * this.#n);
    this.#other.fill(0, i * this.#n, (i + 1) * this.#n);
    this.#left[i] = 0;
    this.#rightly[i] = 0;
  }

  /** With whose wires those of `i` seem to have been swapped; -1: they fit, or nobody knows yet. */
  partner(i: number): number {
    const { goes, detectors } = this.#loops;
    for (let j = 0; j < detectors.length; j++) {
      // Nobody stands on two loops that lie far from their lines.
      if (detectors[i]!.kind === "advance" && detectors[j]!.kind === "advance") continue;
      if (j === i || goes[j] === 0 || goes[j]! & goes[i]! || !hasPresence(detectors[j]!)) continue;
      const [here, there] = [this.#fits(i, j), this.#fits(j, i)];
      if (Math.min(here, there) >= TIMES[1] && Math.max(here, there) >= TIMES[0]) return j;
      if (here < TIMES[0]) continue;
      // An advance loop's vehicles pass at any time: it cannot fit, but neither can it look like the stop line that it stands for.
      if (detectors[i]!.kind === "advance" && detectors[j]!.kind === "stop-line" && this.worstOf(j)) return j;
    }
    return -1;
  }

  /** How many times as many leave `i` as vehicles leave `j` than as they leave a loop of its own phases; 0: too few to say. */
  #fits(i: number, j: number): number {
    const at = i * this.#n + j;
    return this.#other[at]! >= SEEN ? Math.floor(this.#other[at]! / Math.max(1, this.#own[at]!)) : 0;
  }

  /** It does not look like a stop line, and less so than all others of its phases. */
  worstOf(j: number): boolean {
    const share = (k: number) => (this.#left[k]! < LEFT ? 1_000 : Math.floor((this.#rightly[k]! * 1_000) / this.#left[k]!));
    const own = share(j);
    const { goes, detectors } = this.#loops;
    return own < LEAVES_PM && detectors.every(({ kind }, k) => kind !== "stop-line" || !(goes[k]! & goes[j]!) || share(k) >= own);
  }
}
