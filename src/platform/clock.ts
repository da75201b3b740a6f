import { Instant, TICK_MS, WallTime } from "../traffic/time.ts";

/** A wall clock that wanders less than this is left alone: nothing that people read needs better. */
const WANDER_MS = 50;
const LOOK_AT_WALL_MS = 1_000;

/** What times the ticks. */
export interface Ticking {
  /** Milliseconds since the start, with their fraction. */
  exact(): number;
  ticked(now: Instant): void;
}

/**
 * The unit's two times. `now` is monotonic and never falls on or before a tick that is already done, so that whatever is stamped with it
 * belongs to a tick that is still to come: replay sorts a journal into ticks by stamps alone.
 */
export class Clock implements Ticking {
  readonly #start = performance.now();
  #ticked = 0;

  /** The unit's own instant. */
  now(): Instant {
    return Instant(Math.max(Math.floor(performance.now() - this.#start), this.#ticked + 1));
  }

  exact(): number {
    return performance.now() - this.#start;
  }

  ticked(now: Instant): void {
    this.#ticked = now;
  }
}

export const wallNow = (): WallTime => WallTime(Date.now());

/**
 * Looks at the computer's wall clock now and then. Returns what must be added to the unit's own, 0 almost always. `moved_ms`: by how much the unit's
 * is to be ahead of the computer's, because somebody who knows better has said so.
 */
export function wallWatch(moved_ms: () => number = () => 0): (now: Instant, base: WallTime) => number {
  let lookedAt = 0;
  return (now, base) => {
    if (now - lookedAt < LOOK_AT_WALL_MS) return 0;
    lookedAt = now;
    const off = Date.now() + moved_ms() - (base + now);
    return Math.abs(off) >= WANDER_MS ? off : 0;
  };
}

/** Network time that is gained slowly moves a clock by half a millisecond a second: more than this a second is somebody who has set it. */
const SET_MS = 1_000;

/**
 * By how much the unit's wall time is to be ahead of the computer's: what the centre has said (`moved_ms`, all of it in this life) counts until
 * network time is there, or somebody sets the computer's clock, which is told before network time is. When that goes again the computer's clock is
 * still right, so only what the centre says after that counts. `ahead_ms`: the computer's clock against one that nobody sets.
 */
export function movedUntilKept(
  kept: () => boolean,
  moved_ms: () => number,
  ahead_ms: () => number = () => Date.now() - performance.now(),
): () => number {
  let [over, last] = [0, ahead_ms()];
  return () => {
    const [moved, ahead] = [moved_ms(), ahead_ms()];
    if (kept() || Math.abs(ahead - last) >= SET_MS) over = moved;
    last = ahead;
    return moved - over;
  };
}

/**
 * Ten times a second for ever. Signals are never stepped faster than time: tenths that were missed are counted and not made up for, since
 * a yellow that is stepped through in no time has not been shown. `late_ms` is how long after its due time a tick began, `missed` how many
 * tenths before it were. The event loop turns between any two ticks, however long they take. Returns what stops it.
 */
export function everyTenth(clock: Ticking, tick: (now: Instant, late_ms: number, missed: number) => void): () => void {
  let due = TICK_MS;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    const late_ms = clock.exact() - due;
    if (late_ms >= 0) {
      const missed = Math.floor(late_ms / TICK_MS);
      const now = Instant(due + missed * TICK_MS);
      clock.ticked(now);
      due = now + TICK_MS;
      tick(now, late_ms, missed);
    }
    timer = setTimeout(run, Math.max(0, due - clock.exact()));
  };
  timer = setTimeout(run, TICK_MS);
  return () => clearTimeout(timer);
}
