import { type Surge, shiftsOf } from "./surge.ts";
import { byPrecedence } from "./timetable.ts";

/** A surge that a person has begun. */
export interface Begun {
  readonly surge: string;
  readonly at_ms: number;
}

/** Which phase of which surge holds in a unit now, of those that people have begun; null for none. */
export function begunIn(surges: readonly Surge[], begun: readonly Begun[], unit: string, now_ms: number) {
  for (const surge of byPrecedence(surges.filter(({ units, event }) => event === null && units.includes(unit)))) {
    const at = begun.find((each) => each.surge === surge.name);
    const shift = at === undefined ? undefined : shiftsOf(surge, at.at_ms).find(({ from, to }) => now_ms >= from && now_ms < to);
    if (shift !== undefined) return shift;
  }
  return null;
}

/** A unit keeps a pattern of ours for so long without another word: whoever cannot be reached any more cannot be told to end it. */
const LEASE_S = 900;
const RENEW_MS = 300_000;
/** Somebody who was not reached is asked again. */
const AGAIN_MS = 30_000;

/** What a unit is to be told; `for_s` 1 ends it. */
export interface PatternOrder {
  readonly pattern: number;
  readonly for_s: number;
}

/** One unit's pattern by command, renewed as long as it is wanted. Pure. */
export class Lease {
  #pattern = 0;
  #until = 0;
  #renew = 0;
  #ending = false;

  /** `wanted`: the pattern and when its phase is over; null for none. null: there is nothing to say now. */
  next(now_ms: number, wanted: { readonly pattern: number; readonly to: number } | null): PatternOrder | null {
    if (wanted !== null) {
      this.#ending = false;
      if (wanted.pattern === this.#pattern && now_ms < this.#renew) return null;
      this.#pattern = wanted.pattern;
      this.#renew = now_ms + AGAIN_MS;
      const for_s = Math.max(1, Math.min(LEASE_S, Math.ceil((wanted.to - now_ms) / 1_000)));
      this.#until = now_ms + for_s * 1_000;
      return { pattern: wanted.pattern, for_s };
    }
    if (now_ms >= this.#until) this.#pattern = 0;
    if (!this.#ending) this.#renew = 0;
    this.#ending = true;
    if (this.#pattern === 0 || now_ms < this.#renew) return null;
    this.#renew = now_ms + AGAIN_MS;
    return { pattern: this.#pattern, for_s: 1 };
  }

  /** The unit has done what `order` says. */
  done(now_ms: number, order: PatternOrder): void {
    if (order.pattern !== this.#pattern) return;
    if (order.for_s === 1) this.#pattern = 0;
    else this.#renew = now_ms + RENEW_MS;
  }
}
