import { Instant, TICK_MS, WallTime } from "../traffic/time.ts";

/** More than this behind, the process does not catch up but ends, and the service starts it anew through start-up flash. */
const BEHIND_MAX_MS = 60_000;
/** A wall clock that wanders less than this is left alone: nothing that people read needs better. */
const WANDER_MS = 50;
const LOOK_AT_WALL_MS = 1_000;

/**
 * The unit's two times. `now` is monotonic and never falls on or before a tick that is already done, so that whatever is stamped with it
 * belongs to a tick that is still to come: replay sorts a journal into ticks by stamps alone.
 */
export class Clock {
  readonly #start = performance.now();
  #ticked = 0;

  /** The unit's own instant. */
  now(): Instant {
    return Instant(Math.max(Math.floor(performance.now() - this.#start), this.#ticked + 1));
  }

  /** Milliseconds since the start with their fraction: for lateness. */
  exact(): number {
    return performance.now() - this.#start;
  }

  ticked(now: Instant): void {
    this.#ticked = now;
  }
}

export const wallNow = (): WallTime => WallTime(Date.now());

/** Looks at the computer's wall clock now and then. Returns what must be added to the unit's own, 0 almost always. */
export function wallWatch(): (now: Instant, base: WallTime) => number {
  let lookedAt = 0;
  return (now, base) => {
    if (now - lookedAt < LOOK_AT_WALL_MS) return 0;
    lookedAt = now;
    const off = Date.now() - (base + now);
    return Math.abs(off) >= WANDER_MS ? off : 0;
  };
}

/**
 * Ten times a second for ever, each tenth exactly once: a late tick catches up by stepping every missed one. `late_ms` is how long after
 * its tenth the tick began. Returns what stops it.
 */
export function everyTenth(clock: Clock, tick: (now: Instant, late_ms: number) => void): () => void {
  let next = TICK_MS;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    const behind = clock.exact() - next;
    if (behind > BEHIND_MAX_MS)
      throw new Error(`${Math.round(behind / 1_000)} s behind the clock (was the computer asleep?): starting anew is safer`);
    while (next <= clock.exact()) {
      const now = Instant(next);
      const late = clock.exact() - next;
      clock.ticked(now);
      tick(now, late);
      next += TICK_MS;
    }
    timer = setTimeout(run, Math.max(0, next - clock.exact()));
  };
  timer = setTimeout(run, TICK_MS);
  return () => clearTimeout(timer);
}
