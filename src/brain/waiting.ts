import type { Arrival } from "./arrival.ts";

/** Chunks and results that wait for the disk at the most. More are dropped, and their units send them again. */
const COUNT_MAX = 20_000;
/** As they came off the wire; decoded they are some ten times as much memory. */
const BYTES_MAX = 16 * 1_024 * 1_024;

interface Kept {
  readonly arrival: Arrival;
  readonly bytes: number;
}

/** What of one unit waits, in the order in which it came. */
interface Queue {
  readonly kept: Kept[];
  bytes: number;
}

/**
 * What has arrived and is not stored yet. Of each unit's presences and statuses the newest waits, whatever else does: each is complete in
 * itself, a few a unit are never many, and nobody sends them again. Of the rest so much waits as there is room for; then a unit that brings
 * little takes the place of the newest of the one that has brought most.
 */
export class Waiting {
  readonly #words = new Map<string, Arrival>();
  #queues = new Map<string, Queue>();
  #count = 0;
  #bytes = 0;
  /** What the disk is being given, and what of `count` and `bytes` that is. */
  #hand: {
    readonly words: ReadonlyMap<string, Arrival>;
    readonly queues: ReadonlyMap<string, Queue>;
    readonly count: number;
    readonly bytes: number;
  } | null = null;

  get empty(): boolean {
    return this.#words.size === 0 && this.#queues.size === 0;
  }

  /** `bytes` is the length of the message. */
  put(arrival: Arrival, bytes: number): void {
    const { kind, unit } = arrival;
    if (kind === "presence" || kind === "status") {
      const key = `${kind} ${unit}`;
      // The newest is the last one in order too.
      this.#words.delete(key);
      this.#words.set(key, arrival);
      return;
    }
    const own = this.#queues.get(unit) ?? { kept: [], bytes: 0 };
    while (this.#count >= COUNT_MAX || this.#bytes + bytes > BYTES_MAX) if (!this.#giveWay(own, bytes)) return;
    own.kept.push({ arrival, bytes });
    own.bytes += bytes;
    this.#count++;
    this.#bytes += bytes;
    this.#queues.set(unit, own);
  }

  /** Drops the newest of the unit that has brought most; false if that is not more than this one would have. */
  #giveWay(own: Queue, bytes: number): boolean {
    let most: readonly [string, Queue] | null = null;
    for (const each of this.#queues) if (most === null || each[1].bytes > most[1].bytes) most = each;
    if (most === null || most[1] === own || most[1].bytes <= own.bytes + bytes) return false;
    const [unit, queue] = most;
    const dropped = queue.kept.pop()!;
    queue.bytes -= dropped.bytes;
    if (queue.kept.length === 0) this.#queues.delete(unit);
    this.#count--;
    this.#bytes -= dropped.bytes;
    return true;
  }

  /** All of it, to be stored; what comes meanwhile waits for the next time. What units say of themselves first: their chunks are judged by it. */
  begin(): readonly Arrival[] {
    this.#hand = { words: new Map(this.#words), queues: this.#queues, count: this.#count, bytes: this.#bytes };
    this.#words.clear();
    this.#queues = new Map();
    return [...this.#hand.words.values(), ...[...this.#hand.queues.values()].flatMap(({ kept }) => kept.map(({ arrival }) => arrival))];
  }

  /** It is stored. */
  done(): void {
    this.#count -= this.#hand?.count ?? 0;
    this.#bytes -= this.#hand?.bytes ?? 0;
    this.#hand = null;
  }

  /** It is not: it waits again, before what has come since. */
  failed(): void {
    const hand = this.#hand;
    if (hand === null) return;
    const words = new Map(this.#words);
    this.#words.clear();
    for (const [key, arrival] of hand.words) if (!words.has(key)) this.#words.set(key, arrival);
    for (const [key, arrival] of words) this.#words.set(key, arrival);
    const since = this.#queues;
    this.#queues = new Map(hand.queues);
    for (const [unit, queue] of since) {
      const before = this.#queues.get(unit) ?? { kept: [], bytes: 0 };
      this.#queues.set(unit, { kept: [...before.kept, ...queue.kept], bytes: before.bytes + queue.bytes });
    }
    this.#hand = null;
  }
}
