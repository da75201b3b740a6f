import type { Loops } from "./loops.ts";

/** Nobody was on the stop line's loop for so long: who comes then has driven there, and not out of a queue. */
const EMPTY_MS = 4_000;
/** How far from the drive at the limit the drive may be: shorter by a third, longer by as much again and the stop. */
const SLOW_MS = 4_000;
/** In blocks of so many: what was before a fault is soon forgotten. */
const BLOCK = 20;
/** Of those who came to the line, how many were seen before by a loop that is theirs, and how many at most by one that is not. */
const THEIRS_PM = 850;
const OTHERS_PM = 650;
const MS_PER_H_BY_KM = 3_600;

/**
 * Whether those who come over a lane's advance loop come to its stop line. Where two lanes' loops see each other's, they are swapped: the
 * advance loops, or those at the lines, which looks the same.
 */
export class Following {
  readonly #loops: Loops;
  /** Lanes with both: places of the stop line's loop and of the advance loop, and the drive between them at the limit. */
  readonly #lanes: readonly { readonly line: number; readonly advance: number; readonly drive_ms: number }[];
  readonly #came: Uint16Array;
  /** By lane and the advance loop of a lane: seen there before they came. */
  readonly #seen: Uint16Array;
  /** By the last block: those who came to the lane were seen by the other lane's loop, and not by their own. */
  readonly #mistaken: Uint8Array;
  /** The last rises of each lane's advance loop, oldest first: more than one may lie within the drive. */
  readonly #rises: number[][];

  constructor(loops: Loops, limit_kmh: (approach: string) => number) {
    this.#loops = loops;
    const { detectors, lane } = loops;
    this.#lanes = detectors.flatMap(({ kind, distance_m, approach }, advance) => {
      if (kind !== "advance") return [];
      const line = detectors.findIndex((d, i) => d.kind === "stop-line" && lane[i] === lane[advance]);
      const limit = limit_kmh(approach);
      if (line < 0 || limit <= 0) return [];
      return { line, advance, drive_ms: Math.round(((distance_m - detectors[line]!.distance_m) * MS_PER_H_BY_KM) / limit) };
    });
    this.#came = new Uint16Array(this.#lanes.length);
    this.#seen = new Uint16Array(this.#lanes.length ** 2);
    this.#mistaken = new Uint8Array(this.#lanes.length ** 2);
    this.#rises = this.#lanes.map(() => []);
  }

  /** Before the rise is taken into `loops`. */
  rise(i: number, at: number): void {
    this.#lanes.forEach(({ line, advance, drive_ms }, l) => {
      if (advance === i) {
        const rises = this.#rises[l]!;
        rises.push(at);
        if (rises.length > 16) rises.shift();
      }
      if (line === i && this.#loops.fell[line]! >= 0 && at - this.#loops.fell[line]! >= EMPTY_MS) this.#arrived(l, at, drive_ms);
    });
  }

  #arrived(l: number, at: number, drive_ms: number): void {
    const n = this.#lanes.length;
    const [from, to] = [at - 2 * drive_ms - SLOW_MS, at - Math.floor((2 * drive_ms) / 3)];
    this.#came[l]!++;
    for (let k = 0; k < n; k++) if (this.#rises[k]!.some((rose) => rose >= from && rose <= to)) this.#seen[l * n + k]!++;
    if (this.#came[l]! < BLOCK) return;
    const strangers = this.#seen[l * n + l]! * 1_000 <= OTHERS_PM * BLOCK;
    for (let k = 0; k < n; k++) this.#mistaken[l * n + k] = strangers && this.#seen[l * n + k]! * 1_000 >= THEIRS_PM * BLOCK ? 1 : 0;
    this.#came[l] = 0;
    this.#seen.fill(0, l * n, l * n + n);
  }

  /** With whose wires those of `i` may have been swapped; -1: with nobody's. */
  partner(i: number): number {
    const own = this.#lanes.findIndex(({ line, advance }) => advance === i || line === i);
    if (own < 0) return -1;
    const other = this.#lanes.findIndex((_, k) => k !== own && this.#is(own, k) && this.#is(k, own));
    if (other < 0) return -1;
    return this.#lanes[own]!.advance === i ? this.#lanes[other]!.advance : this.#lanes[other]!.line;
  }

  /** Those who came to lane `l` were seen by lane `k`'s loop, and not by their own. */
  #is(l: number, k: number): boolean {
    return this.#mistaken[l * this.#lanes.length + k] === 1;
  }
}
