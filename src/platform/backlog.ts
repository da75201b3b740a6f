import { atOnce } from "../journal/batch.ts";
import { CODE } from "../traffic/codes.ts";
import type { Entry } from "../traffic/entry.ts";
import { Instant, type WallTime } from "../traffic/time.ts";

/** Entries on their way to the disk, or the place of some that were dropped. */
export type Item =
  | { readonly kind: "entries"; readonly entries: readonly Entry[]; readonly wall_base: WallTime }
  | { readonly kind: "gap"; readonly dropped: number; readonly at: Instant; readonly wall_base: WallTime; readonly reason: string };

const KEPT: readonly number[] = [CODE.commandResult, CODE.monitorFault];

/** How many seqs an item takes. */
const sizeOf = (item: Item): number => (item.kind === "entries" ? item.entries.length : item.dropped);

/**
 * What was appended and is not durable yet, in order. It holds everything until the disk has it, so that a store that must be opened
 * again, or a thread that died, costs nothing. Bounded: when it is full, the oldest that could wait are dropped, then the oldest of all,
 * and gap records take their place. A tick with the result of a command is never dropped: the command would be done again at the next
 * start. That keeps its bound, because no request comes out of a store that takes no result. Nor is what the monitor has latched, once in
 * a life: the next one would begin with greens.
 */
export class Backlog {
  readonly #max: number;
  #items: Item[] = [];
  /** Entries in `#items`; what was dropped weighs nothing. */
  #held = 0;
  /** How many of `#items` the thread has. */
  #sent = 0;
  #appended = 0;
  #durable = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Seqs that were appended but are not durable. */
  get pending(): number {
    return this.#appended - this.#durable;
  }

  get appended(): number {
    return this.#appended;
  }

  get durable(): number {
    return this.#durable;
  }

  get unsent(): boolean {
    return this.#sent < this.#items.length;
  }

  append(entries: readonly Entry[], wall_base: WallTime): void {
    if (entries.length === 0) return;
    this.#items.push({ kind: "entries", entries, wall_base });
    this.#held += entries.length;
    this.#appended += entries.length;
    while (this.#held > this.#max && this.#drop(false)) {}
    while (this.#held > this.#max && this.#drop(true)) {}
  }

  /** The next items for the thread: whole ones, until they hold `max` entries. */
  next(max: number): Item[] {
    const items: Item[] = [];
    for (let size = 0; this.#sent < this.#items.length && size < max; this.#sent++) {
      const item = this.#items[this.#sent]!;
      items.push(item);
      if (item.kind === "entries") size += item.entries.length;
    }
    return items;
  }

  /** The thread has lost what it had. */
  again(): void {
    this.#sent = 0;
  }

  /** Everything up to the `durable`-th appended is on the disk. */
  kept(durable: number): void {
    let more = durable - this.#durable;
    this.#durable = Math.max(this.#durable, durable);
    let whole = 0;
    for (; more > 0 && whole < this.#items.length; whole++) {
      const item = this.#items[whole]!;
      const size = sizeOf(item);
      if (item.kind === "entries") this.#held -= Math.min(size, more);
      if (size > more && item.kind === "entries") {
        this.#items[whole] = { ...item, entries: item.entries.slice(more) };
        break;
      }
      more -= size;
    }
    this.#items.splice(0, whole);
    this.#sent = Math.max(0, this.#sent - whole);
  }

  /** Drops the oldest item that the thread does not have; unless `any`, one that could wait. False if there is none. */
  #drop(any: boolean): boolean {
    const may = (entries: readonly Entry[]) => (any ? !entries.some((e) => KEPT.includes(e.code)) : !atOnce(entries));
    const i = this.#items.findIndex((item, i) => i >= this.#sent && item.kind === "entries" && may(item.entries));
    const item = this.#items[i];
    if (item?.kind !== "entries") return false;
    this.#held -= item.entries.length;
    let dropped = item.entries.length;
    const before = this.#items[i - 1];
    const after = this.#items[i + 1];
    const at = item.entries.at(-1)!.at;
    const joinsBefore = i - 1 >= this.#sent && before?.kind === "gap";
    const joinsAfter = after?.kind === "gap";
    if (joinsBefore) dropped += before.dropped;
    if (joinsAfter) dropped += after.dropped;
    const gap: Item = {
      kind: "gap",
      dropped,
      at: Instant(joinsAfter ? after.at : at),
      wall_base: joinsAfter ? after.wall_base : item.wall_base,
      reason: "the disk did not take records, and no more could be held",
    };
    this.#items.splice(joinsBefore ? i - 1 : i, 1 + (joinsBefore ? 1 : 0) + (joinsAfter ? 1 : 0), gap);
    return true;
  }
}
