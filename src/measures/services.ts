import type { Movement } from "./movements.ts";
import type { Cause } from "./told.ts";

/** A movement's turn, whole. Instants in ms. */
export interface Service {
  readonly green: number;
  readonly yellow: number;
  readonly red: number;
  /** Its red clearance is over. */
  readonly over: number;
  /** Why its green ended. */
  readonly cause: Cause;
  readonly walked: boolean;
  /** In force when its green began; 0 where that is not known. */
  readonly pattern: number;
  /** Seconds of its split in that pattern; 0: none was told. */
  readonly split_s: number;
}

const CAUSES: { readonly [code: number]: Cause } = { 4: "gap-out", 5: "max-out", 6: "force-off", 19: "priority", 20: "preempt" };
const [WALK, SPLIT] = [21, 133];
const PHASE = { green: 1, yellow: 8, red: [9, 10], over: [11, 12] } as const;
const OVERLAP = { green: 61, yellow: 63, red: [64, 65], over: [65] } as const;

/** Puts one movement's events together to services. */
export class Services {
  readonly done: Service[] = [];
  readonly #movement: Movement;
  readonly #codes: typeof PHASE | typeof OVERLAP;
  #service: { -readonly [K in keyof Service]: Service[K] } | null = null;
  #split_s = 0;

  constructor(movement: Movement) {
    this.#movement = movement;
    this.#codes = movement.kind === "phase" ? PHASE : OVERLAP;
  }

  /** An event whose parameter is this movement's number, and its kind the movement's. Whether it tells what the movement shows from then on. */
  take(code: number, at: number, pattern: number): boolean {
    const { green, yellow, red, over } = this.#codes;
    if (code === green) {
      this.#service = { green: at, yellow: -1, red: -1, over: -1, cause: "other", walked: false, pattern, split_s: this.#split_s };
      return true;
    }
    const isRed = (red as readonly number[]).includes(code);
    const now = this.#service;
    if (now === null) return isRed;
    if (code === yellow && now.yellow < 0) now.yellow = at;
    if (code === WALK) now.walked = true;
    if (now.yellow < 0 || code === yellow) now.cause = CAUSES[code] ?? now.cause;
    if (isRed && now.yellow >= 0 && now.red < 0) now.red = at;
    if ((over as readonly number[]).includes(code) && now.red >= 0) {
      this.done.push({ ...now, over: at });
      this.#service = null;
    }
    return isRed;
  }

  /** The one that has not ended, as if everything of it that has not come came at `to`. */
  running(to: number): Service | null {
    const now = this.#service;
    if (now === null || now.green >= to) return null;
    const yellow = now.yellow < 0 ? to : now.yellow;
    return { ...now, yellow, red: now.red < 0 ? to : now.red, over: to };
  }

  /** Events are missing. */
  leap(): void {
    this.#service = null;
  }

  /** Codes 134 on: seconds of a split. */
  plan(code: number, seconds: number): void {
    if (this.#movement.kind === "phase" && code === SPLIT + this.#movement.number) this.#split_s = seconds;
  }

  /** A pattern without splits is in force. */
  unplan(): void {
    this.#split_s = 0;
  }
}
