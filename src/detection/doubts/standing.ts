import type { Loops } from "./loops.ts";

/** Greens in which it never went off, and for how long. */
const GREENS = 5;
const STUCK_MS = 300_000;
const GREEN_MS = 5_000;
/** Somebody has stood there for so long, and may not go for so long yet. */
const STOOD_MS = 4_000;
const HELD_MS = 4_000;
const LEARN = 30;
const FORGET = 40;
const SEEN = 20;
const MORE_PM = 350;
const MANY_PM = 500;
const FEW_MORE_PM = 150;

/**
 * Whether a stop line's loop holds who stands on it: it goes off when he leaves, which is when he may. One that stays on through green after
 * green is stuck; one that lets go of who stands there in red, more than it used to, is detuned: it takes him for the road.
 */
export class Standing {
  readonly #loops: Loops;
  /** Greens through which it has been on since it last went off. */
  readonly #greens: Uint8Array;
  readonly #began: Float64Array;
  /** Of those who stood there in red: all, and who was let go of. Learned in the beginning, and of late. */
  readonly #first: Uint16Array;
  readonly #firstLost: Uint16Array;
  readonly #stood: Uint16Array;
  readonly #lost: Uint16Array;
  readonly #drops: Uint8Array;
  /** Since when it has been so that nobody may go; it counts only who came then. */
  readonly #cameHeld: Uint8Array;

  constructor(loops: Loops) {
    const n = loops.detectors.length;
    this.#loops = loops;
    this.#greens = new Uint8Array(n);
    this.#began = new Float64Array(n).fill(-1);
    [this.#first, this.#firstLost, this.#stood, this.#lost] = [
      new Uint16Array(n),
      new Uint16Array(n),
      new Uint16Array(n),
      new Uint16Array(n),
    ];
    this.#drops = new Uint8Array(n);
    this.#cameHeld = new Uint8Array(n);
  }

  rise(i: number, at: number): void {
    this.#greens[i] = 0;
    this.#cameHeld[i] = this.#loops.held_ms(i, at) > 0 ? 1 : 0;
  }

  /** Before the fall is taken into `loops`. */
  fall(i: number, at: number): void {
    const { detectors, rose } = this.#loops;
    this.#greens[i] = 0;
    if (detectors[i]!.kind !== "stop-line" || !this.#cameHeld[i] || at - rose[i]! < STOOD_MS) return;
    const held = this.#loops.held_ms(i, at);
    if (held > 0 && held < HELD_MS) return;
    this.#ended(i, held > 0);
  }

  /** A tick has passed: who may go has changed. */
  look(at: number): void {
    const { detectors, present, rose } = this.#loops;
    for (let i = 0; i < detectors.length; i++) {
      if (detectors[i]!.kind !== "stop-line") continue;
      const may = this.#loops.may(i);
      if (may && this.#began[i]! < 0) this.#began[i] = at;
      else if (!may && this.#began[i]! >= 0) {
        const whole = present[i] && rose[i]! <= this.#began[i]! && at - this.#began[i]! >= GREEN_MS;
        if (whole && this.#greens[i]! < GREENS) this.#greens[i]!++;
        this.#began[i] = -1;
      }
    }
  }

  stuck(i: number, at: number): boolean {
    return this.#greens[i]! >= GREENS && this.#loops.present[i] === 1 && at - this.#loops.rose[i]! >= STUCK_MS;
  }

  drops(i: number): boolean {
    return this.#drops[i] === 1;
  }

  #ended(i: number, lost: boolean): void {
    if (this.#first[i]! < LEARN) {
      this.#first[i]!++;
      if (lost) this.#firstLost[i]!++;
      return;
    }
    if (this.#stood[i]! >= FORGET) {
      this.#stood[i]! >>= 1;
      this.#lost[i]! >>= 1;
    }
    this.#stood[i]!++;
    if (lost) this.#lost[i]!++;
    if (this.#stood[i]! < SEEN) return;
    const usual_pm = Math.floor((this.#firstLost[i]! * 1_000) / LEARN);
    const now_pm = Math.floor((this.#lost[i]! * 1_000) / this.#stood[i]!);
    if (now_pm >= Math.max(MANY_PM, usual_pm + MORE_PM)) this.#drops[i] = 1;
    else if (now_pm <= usual_pm + FEW_MORE_PM) this.#drops[i] = 0;
  }
}
