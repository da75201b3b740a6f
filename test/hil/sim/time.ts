import type { ThreadPort } from "../../../src/platform/recorder.ts";
import type { Start } from "../../../src/platform/recorder-thread.ts";
import type { Timers } from "../../../src/sync/timers.ts";
import { WallTime } from "../../../src/traffic/time.ts";
import { ThreadHere } from "../../journal/prove/thread-port.ts";

interface Timer {
  readonly at: number;
  readonly does: () => void;
  over: boolean;
}

/** How often a recorder's thread looks into its inbox: five times less often than on the street, because each look costs more than a tick. */
const LOOK_MS = 500;

/** Whatever waits for promises alone has happened. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A recorder's thread while its disk thinks: it hears nothing and says nothing. */
class WaitingThread extends ThreadHere {
  readonly #disk: () => number;
  #until = 0;

  /** `disk`: ms that the disk has wanted since it was asked last. */
  constructor(start: Start, ended: (port: ThreadHere) => void, disk: () => number) {
    super(start, ended);
    this.#disk = disk;
  }

  override look(): void {
    if (performance.now() >= this.#until) this.#work(() => super.look());
  }

  override deliver(): boolean {
    if (performance.now() < this.#until) return false;
    let more = false;
    this.#work(() => {
      more = super.deliver();
    });
    return more;
  }

  #work(does: () => void): void {
    this.#disk();
    does();
    this.#until = Math.max(this.#until, performance.now() + this.#disk());
  }
}

/**
 * The time of this process from now on: nothing passes but what `pass` lets pass. The unit's machine asks `performance` and `Date`, as it does on the
 * street; its wall clock may be stepped. The centre has clocks of its own that are right.
 */
export class SimTime {
  /** By how much the wall clock of the unit's machine is wrong. */
  skew_ms = 0;
  /** ms that the unit's disk has wanted since it was asked last. */
  disk: () => number = () => 0;
  #now = 0;
  #wall = 0;
  #timers: Timer[] = [];
  #threads = new Set<ThreadHere>();

  constructor() {
    Object.defineProperty(performance, "now", { value: () => this.#now, configurable: true });
    Date.now = () => this.#wall + this.#now + this.skew_ms;
    globalThis.setTimeout = ((does: () => void, ms = 0) => this.#timer(does, ms)) as unknown as typeof setTimeout;
    globalThis.clearTimeout = ((timer?: Timer) => {
      if (timer !== undefined) timer.over = true;
    }) as unknown as typeof clearTimeout;
  }

  /** Another play: time begins again, and nobody of the last one is heard of. */
  begin(wall: WallTime): void {
    this.#now = 0;
    this.#wall = wall;
    this.skew_ms = 0;
    this.#timers = [];
    this.#threads.clear();
  }

  /** Right whatever becomes of the unit's clock. `alive`: whoever has died runs nothing any more. */
  timers(alive: () => boolean = () => true, skewed = false): Timers {
    return {
      now: () => this.#now,
      wall: () => WallTime(this.#wall + this.#now + (skewed ? this.skew_ms : 0)),
      after: (ms, run) => {
        const timer = this.#timer(() => {
          if (alive()) run();
        }, ms);
        return () => {
          timer.over = true;
        };
      },
    };
  }

  /** A recorder's thread. */
  readonly spawn = (start: Start): ThreadPort => {
    const thread = new WaitingThread(
      start,
      (ended) => this.#threads.delete(ended),
      () => this.disk(),
    );
    this.#threads.add(thread);
    return thread;
  };

  /** Nothing is heard of any recorder's thread any more; they let go of their files. */
  async killThreads(): Promise<void> {
    for (const thread of this.#threads) {
      thread.postMessage({ kind: "close" });
      ThreadHere.prototype.deliver.call(thread);
    }
    this.#threads.clear();
    await settled();
  }

  /** Lets `ms` pass: timers in their order, then the recorder's thread. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      next.over = true;
      next.does();
      await settled();
    }
    this.#now = end;
    if (end % LOOK_MS === 0) for (const thread of this.#threads) thread.look();
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let more = true; more; ) {
      more = false;
      for (const thread of this.#threads) more = thread.deliver() || more;
      await settled();
    }
  }

  #timer(does: () => void, ms: number): Timer & { unref(): void; ref(): void } {
    const timer = { at: this.#now + Math.max(0, ms), does, over: false, unref: () => {}, ref: () => {} };
    let at = this.#timers.length;
    while (at > 0 && this.#timers[at - 1]!.at > timer.at) at--;
    this.#timers.splice(at, 0, timer);
    return timer;
  }

  #next(end: number): Timer | undefined {
    while (this.#timers[0]?.over) this.#timers.shift();
    const first = this.#timers[0];
    return first !== undefined && first.at <= end ? this.#timers.shift() : undefined;
  }
}
