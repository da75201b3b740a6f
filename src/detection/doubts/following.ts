import { hasPresence, type Loops } from "./loops.ts";

/** Nobody was on the stop line's loop for so long: who comes then has driven there, and not out of a queue. */
const EMPTY_MS = 4_000;
/** How far from the drive at the limit the drive may be: shorter by a third, longer by half and the stop. */
const STOP_MS = 3_000;
/** In blocks of so many: what was before a fault is soon forgotten. */
const BLOCK = 20;
/** Of those who came to the line, how many were seen before by a loop that is theirs, and how many at most by one that is not. */
const THEIRS_PM = 850;
const OTHERS_PM = 650;
const MS_PER_H_BY_KM = 3_600;
/** More than one vehicle may lie within the drive. */
const RISES = 16;

interface Lane {
  readonly line: number;
  readonly advance: number;
  /** Between the two at the limit. */
  readonly drive_ms: number;
}

/**
 * Whether those who come over a lane's advance loop come to its stop line. Where two lanes' loops see each other's, they are swapped: the
 * advance loops, or those at the lines, which looks the same. Where a line's loop sees who comes to another lane's line, and that one's advance
 * loop who comes over this lane's own, those two are.
 */
export class Following {
  readonly #loops: Loops;
  readonly #n: number;
  /** Lanes with both. */
  readonly #lanes: readonly Lane[];
  /** By lane and loop: those who came to its line, and of them those whom the loop saw a drive before. */
  readonly #from: Shares;
  /** By lane and loop: those who came to the loop, as if it lay at the lane's line, and of them those whom its advance loop saw before. */
  readonly #to: Shares;
  /** The last rises of each loop, oldest first. */
  readonly #rises: number[][];

  constructor(loops: Loops, limit_kmh: (approach: string) => number) {
    this.#loops = loops;
    const { detectors, lane } = loops;
    this.#n = detectors.length;
    this.#lanes = detectors.flatMap(({ kind, distance_m, approach }, advance) => {
      if (kind !== "advance") return [];
      const line = detectors.findIndex((d, i) => d.kind === "stop-line" && lane[i] === lane[advance]);
      const limit = limit_kmh(approach);
      if (line < 0 || limit <= 0) return [];
      return { line, advance, drive_ms: Math.round(((distance_m - detectors[line]!.distance_m) * MS_PER_H_BY_KM) / limit) };
    });
    this.#from = new Shares(this.#lanes.length * this.#n);
    this.#to = new Shares(this.#lanes.length * this.#n);
    this.#rises = detectors.map(() => []);
  }

  /** Before the rise is taken into `loops`. */
  rise(i: number, at: number): void {
    const { detectors, fell } = this.#loops;
    if (!hasPresence(detectors[i]!)) return;
    if (fell[i]! >= 0 && at - fell[i]! >= EMPTY_MS) {
      this.#lanes.forEach((lane, l) => {
        this.#to.took(l * this.#n + i, this.#drove(lane.advance, lane, at));
        if (lane.line !== i) return;
        for (let j = 0; j < this.#n; j++) if (j !== i) this.#from.took(l * this.#n + j, this.#drove(j, lane, at));
      });
    }
    const rises = this.#rises[i]!;
    rises.push(at);
    if (rises.length > RISES) rises.shift();
  }

  /** Whether somebody was on `j` a drive before. */
  #drove(j: number, { drive_ms }: Lane, at: number): boolean {
    const [from, to] = [at - Math.floor((3 * drive_ms) / 2) - STOP_MS, at - Math.floor((2 * drive_ms) / 3)];
    return this.#rises[j]!.some((rose) => rose >= from && rose <= to);
  }

  /** With whose wires those of `i` may have been swapped; -1: with nobody's. */
  partner(i: number): number {
    const own = this.#lanes.findIndex(({ line, advance }) => advance === i || line === i);
    if (own < 0) return -1;
    const { advance, line } = this.#lanes[own]!;
    const other = this.#lanes.findIndex((_, k) => k !== own && this.#sees(own, this.#lanes[k]!.advance) && this.#sees(k, advance));
    if (other >= 0) return advance === i ? this.#lanes[other]!.advance : this.#lanes[other]!.line;
    const across = this.#lanes.find((_, k) => k !== own && (advance === i ? this.#across(own, k) : this.#across(k, own)));
    if (across === undefined) return -1;
    return advance === i ? across.line : line === i ? across.advance : -1;
  }

  /** Whether those who came to the line behind advance loop `i` were seen before by `j`, at a line that has no advance loop, and not by `i`. */
  seenAt(i: number, j: number): boolean {
    const l = this.#lanes.findIndex(({ advance }) => advance === i);
    return l >= 0 && this.#lanes.every(({ line }) => line !== j) && this.#sees(l, j);
  }

  /** Those who came to lane `l`'s line were seen before by loop `j`, and not by its own. */
  #sees(l: number, j: number): boolean {
    return this.#strange(l) && this.#from.pm(l * this.#n + j) >= THEIRS_PM;
  }

  #strange(l: number): boolean {
    const own = this.#from.pm(l * this.#n + this.#lanes[l]!.advance);
    return own >= 0 && own <= OTHERS_PM;
  }

  /** Lane `a`'s advance loop is where lane `b`'s line is, and the other way round. */
  #across(a: number, b: number): boolean {
    const { advance } = this.#lanes[a]!;
    return this.#sees(a, this.#lanes[b]!.line) && this.#strange(b) && this.#to.pm(b * this.#n + advance) >= THEIRS_PM;
  }
}

/** Shares of the last whole block, for each of many questions. */
class Shares {
  readonly #all: Uint8Array;
  readonly #yes: Uint8Array;
  readonly #pm: Int16Array;

  constructor(n: number) {
    this.#all = new Uint8Array(n);
    this.#yes = new Uint8Array(n);
    this.#pm = new Int16Array(n).fill(-1);
  }

  took(i: number, yes: boolean): void {
    this.#all[i]!++;
    if (yes) this.#yes[i]!++;
    if (this.#all[i]! < BLOCK) return;
    this.#pm[i] = Math.floor((this.#yes[i]! * 1_000) / BLOCK);
    [this.#all[i], this.#yes[i]] = [0, 0];
  }

  /** -1 before the first block. */
  pm(i: number): number {
    return this.#pm[i]!;
  }
}
