import type { ThreadPort } from "../../../src/platform/recorder.ts";
import type { Start } from "../../../src/platform/recorder-thread.ts";
import { ThreadHere } from "./thread-port.ts";

/** Time of its own for a recorder, its thread and its link, all in this thread: days go by as fast as they can be recorded. */
export class OwnTime {
  #now = 0;
  #timers: { readonly at: number; readonly does: () => void }[] = [];
  #ports = new Set<ThreadHere>();
  readonly #wall: number;

  /** From now on this process has no other time. */
  constructor(wall: number) {
    this.#wall = wall;
    Object.defineProperty(performance, "now", { value: () => this.#now, configurable: true });
    Date.now = () => this.#wall + this.#now;
    const fake = (does: () => void, ms = 0) => {
      const timer = { at: this.#now + ms, does, unref: () => timer, ref: () => timer };
      this.#timers.push(timer);
      return timer;
    };
    globalThis.setTimeout = fake as unknown as typeof setTimeout;
    globalThis.clearTimeout = ((timer: unknown) => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    }) as typeof clearTimeout;
  }

  /** Another life: time begins again, and nobody of the last one is heard of. */
  begin(): void {
    this.#now = 0;
    this.#timers = [];
    this.#ports.clear();
  }

  get now(): number {
    return this.#now;
  }

  /** A recorder's thread. */
  spawn = (start: Start): ThreadPort => {
    const port = new ThreadHere(start, (ended) => this.#ports.delete(ended));
    this.#ports.add(port);
    return port;
  };

  /** Lets `ms` go by in looks of a tenth at least; what threads and recorders have to say to each other is said. */
  async pass(ms: number, look_ms = ms): Promise<void> {
    for (let left = ms; left >= 0; left -= look_ms) {
      this.#now += Math.min(look_ms, left);
      const due = this.#timers.filter((each) => each.at <= this.#now);
      this.#timers = this.#timers.filter((each) => each.at > this.#now);
      for (const timer of due) timer.does();
      for (const port of this.#ports) port.look();
      await this.settle();
      if (left === 0) return;
    }
  }

  async settle(): Promise<void> {
    for (let more = true; more; ) {
      more = false;
      for (const port of this.#ports) more = port.deliver() || more;
      await null;
    }
  }
}
