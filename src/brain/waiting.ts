import type { Arrival } from "./arrival.ts";

/** Chunks and results that wait for the disk at the most. More are dropped, and their units send them again. */
const COUNT_MAX = 20_000;
/** As they came off the wire; decoded they are some ten times as much memory. */
const BYTES_MAX = 16 * 1_024 * 1_024;

/**
 * What has arrived and is not stored yet. Of each unit's presences and statuses the newest waits, whatever else does: each is complete in
 * itself, a few a unit are never many, and nobody sends them again.
 */
export class Waiting {
  readonly #words = new Map<string, Arrival>();
  #others: Arrival[] = [];
  #bytes = 0;

  get empty(): boolean {
    return this.#words.size === 0 && this.#others.length === 0;
  }

  /** `bytes` is the length of the message. */
  put(arrival: Arrival, bytes: number): void {
    if (arrival.kind === "presence" || arrival.kind === "status") {
      const key = `${arrival.kind} ${arrival.unit}`;
      // The newest is the last one in order too.
      this.#words.delete(key);
      this.#words.set(key, arrival);
    } else if (this.#others.length < COUNT_MAX && this.#bytes + bytes <= BYTES_MAX) {
      this.#others.push(arrival);
      this.#bytes += bytes;
    }
  }

  /** What units say of themselves first: their chunks are judged by it. */
  all(): readonly Arrival[] {
    return [...this.#words.values(), ...this.#others];
  }

  clear(): void {
    this.#words.clear();
    this.#others = [];
    this.#bytes = 0;
  }
}
