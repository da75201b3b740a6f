import { PHASES_MAX } from "../../traffic/numbers.ts";
import type { Loops } from "./loops.ts";
import { hasPresence } from "./loops.ts";

/** Who has stood for so long has waited for his green: whoever only passes tells nothing, least of all in platoons. */
const STOOD_MS = 3_000;
/** So many have left while another's green alone was on, and four times as many as in its own alone. */
const SEEN = 10;
const TIMES = 4;
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
  /** By detector and phase: left while its own went and that phase did not, and the other way round. */
  readonly #own: Uint16Array;
  readonly #other: Uint16Array;
  /** Left at all, and when it might. */
  readonly #left: Uint16Array;
  readonly #rightly: Uint16Array;

  constructor(loops: Loops) {
    const n = loops.detectors.length;
    this.#loops = loops;
    this.#own = new Uint16Array(n * PHASES_MAX);
    this.#other = new Uint16Array(n * PHASES_MAX);
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
    const { goes, going } = this.#loops;
    for (let p = 0; p < PHASES_MAX; p++) {
      if (goes[i]! & (1 << p)) continue;
      const of = i * PHASES_MAX + p;
      const goesThen = (going & (1 << p)) !== 0;
      if (may && !goesThen) this.#own[of]!++;
      else if (!may && goesThen) this.#other[of]!++;
      if (this.#own[of]! + this.#other[of]! < FORGET) continue;
      this.#own[of]! >>= 1;
      this.#other[of]! >>= 1;
    }
  }

  /** It has failed: what it said is nobody's vehicles. */
  distrust(i: number): void {
    this.#own.fill(0, i * PHASES_MAX, (i + 1) * PHASES_MAX);
    this.#other.fill(0, i * PHASES_MAX, (i + 1) * PHASES_MAX);
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
      if (!this.#fits(i, goes[j]!)) continue;
      if (this.#fits(j, goes[i]!)) return j;
      // An advance loop's vehicles pass at any time: it cannot fit, but neither can it look like the stop line that it stands for.
      if (detectors[i]!.kind === "advance" && detectors[j]!.kind === "stop-line" && this.#worstOf(j)) return j;
    }
    return -1;
  }

  /** Vehicles leave it as the phases in `phases` go, and not as its own do. */
  #fits(i: number, phases: number): boolean {
    for (let p = 0; p < PHASES_MAX; p++) {
      const at = i * PHASES_MAX + p;
      if (phases & (1 << p) && this.#other[at]! >= SEEN && this.#other[at]! >= TIMES * this.#own[at]!) return true;
    }
    return false;
  }

  /** It does not look like a stop line, and less so than all others of its phases. */
  #worstOf(j: number): boolean {
    const share = (k: number) => (this.#left[k]! < LEFT ? 1_000 : Math.floor((this.#rightly[k]! * 1_000) / this.#left[k]!));
    const own = share(j);
    const { goes, detectors } = this.#loops;
    return own < LEAVES_PM && detectors.every(({ kind }, k) => kind !== "stop-line" || !(goes[k]! & goes[j]!) || share(k) >= own);
  }
}
