import type { Timers } from "../../src/sync/timers.ts";
import { type WallTime, WallTime as wallTime } from "../../src/traffic/time.ts";

/** Time that a test turns by hand. */
export class HandTimers implements Timers {
  #now = 1_000_000;
  #due: { readonly at: number; readonly run: () => void }[] = [];
  readonly #wallAtStart: number;

  constructor(wallAtStart: number) {
    this.#wallAtStart = wallAtStart - this.#now;
  }

  now(): number {
    return this.#now;
  }

  wall(): WallTime {
    return wallTime(this.#wallAtStart + this.#now);
  }

  after(ms: number, run: () => void): () => void {
    const due = { at: this.#now + ms, run };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((d) => d !== due);
    };
  }

  /** Lets `ms` pass; whatever becomes due runs in its order, and its promises after it. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const next = this.#due.filter((d) => d.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((d) => d !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settled();
    }
    this.#now = end;
  }
}

/** Everything that only waits for promises has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
