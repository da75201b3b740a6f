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
  /** What the disk is being given, and what of `others` and `bytes` that is. */
  #hand: { readonly words: ReadonlyMap<string, Arrival>; readonly others: readonly Arrival[]; readonly bytes: number } | null = null;

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
    } else if (this.#count < COUNT_MAX && this.#bytes + bytes <= BYTES_MAX) {
      this.#others.push(arrival);
      this.#bytes += bytes;
    }
  }

  get #count(): number {
    return this.#others.length + (this.#hand?.others.length ?? 0);
  }

  /** All of it, to be stored; what comes meanwhile waits for the next time. What units say of themselves first: their chunks are judged by it. */
  begin(): readonly Arrival[] {
    this.#hand = { words: new Map(this.#words), others: this.#others, bytes: this.#bytes };
    this.#words.clear();
    this.#others = [];
    return [...this.#hand.words.values(), ...this.#hand.others];
  }

  /** It is stored. */
  done(): void {
    this.#bytes -= this.#hand?.bytes ?? 0;
    this.#hand = null;
  }

  /** It is not: it waits again, before what has come since. */
  failed(): void {
    const hand = this.#hand;
    if (hand === null) return;
    const since = new Map(this.#words);
    this.#words.clear();
    for (const [key, arrival] of hand.words) if (!since.has(key)) this.#words.set(key, arrival);
    for (const [key, arrival] of since) this.#words.set(key, arrival);
    this.#others = [...hand.others, ...this.#others];
    this.#hand = null;
  }
}
