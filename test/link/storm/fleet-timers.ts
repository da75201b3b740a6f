import type { Timers } from "../../../src/sync/timers.ts";
import { WallTime } from "../../../src/traffic/time.ts";
import { settled } from "../../sync/hand-timers.ts";

interface Due {
  readonly at: number;
  readonly run: () => void;
  off: boolean;
}

/** Simulated time for ten thousand units: a heap of what is due. */
export class FleetTimers implements Timers {
  #now = 0;
  readonly #heap: Due[] = [];

  now(): number {
    return this.#now;
  }

  wall(): WallTime {
    return WallTime(Date.UTC(2026, 10, 26) + this.#now);
  }

  after(ms: number, run: () => void): () => void {
    const due = { at: this.#now + ms, run, off: false };
    this.#push(due);
    return () => {
      due.off = true;
    };
  }

  /** Lets `ms` pass; promises settle before time goes on. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#now = next.at;
      while (this.#heap[0] !== undefined && this.#heap[0].at <= this.#now) {
        const due = this.#pop();
        if (!due.off) due.run();
      }
      await settled();
    }
    this.#now = end;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    for (let up = (at - 1) >> 1; at > 0 && heap[up]!.at > due.at; up = (at - 1) >> 1) {
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = due;
  }

  #pop(): Due {
    const heap = this.#heap;
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && heap[down + 1]!.at < heap[down]!.at) down++;
      if (heap[down]!.at >= last.at) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = last;
    return top;
  }
}
