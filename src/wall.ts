import { CODE } from "./traffic/codes.ts";
import { type Entry, entry, inputEntry } from "./traffic/entry.ts";
import type { Instant, WallTime } from "./traffic/time.ts";

/** Nearer than this a command cannot say what time it is. */
const COMMANDED_CLOCK_MS = 2_000;

/** What the unit takes for the time of day: the wall time at Instant 0 as its beginning had it, and every correction since, each a record. */
export class Wall {
  #base: WallTime;
  #moved_ms = 0;

  constructor(base: WallTime) {
    this.#base = base;
  }

  /** At Instant 0, after every correction so far. */
  get base(): WallTime {
    return this.#base;
  }

  /** By how much the centre has moved it in this life: whoever compares it with another clock counts that in. */
  get moved_ms(): number {
    return this.#moved_ms;
  }

  at(now: Instant): WallTime {
    return (this.#base + now) as WallTime;
  }

  /** By the clock of the machine: an input, which a replay is fed with. */
  correct(now: Instant, by_ms: number): Entry {
    this.#base = (this.#base + by_ms) as WallTime;
    return inputEntry(now, CODE.clockCorrected, 0, by_ms);
  }

  /** By the centre: what follows from a command that is an input itself. "" or why not. */
  set(wall: WallTime, most_ms: number, now: Instant, entries: Entry[]): string {
    const by_ms = wall - this.at(now);
    if (Math.abs(by_ms) > most_ms)
      return `that is ${Math.round(by_ms / 1_000)} s from this unit's clock; by more than ${most_ms / 1_000} s a technician sets it, on the unit`;
    // A command is on its way for about so long: it makes no good clock better.
    if (Math.abs(by_ms) < COMMANDED_CLOCK_MS) return "";
    this.#base = (this.#base + by_ms) as WallTime;
    this.#moved_ms += by_ms;
    entries.push(entry(now, CODE.clockCorrected, 0, by_ms));
    return "";
  }
}
