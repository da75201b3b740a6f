import type { LinkJournal } from "../journal/port.ts";
import type { Timers } from "./timers.ts";

/** So long an acknowledgement may be in memory alone, and so many records of it. */
const KEPT_MS = 60_000;
const RECORDS_MAX = 5_000;

/**
 * A journal whose acknowledgements are written down once a minute, and at the end: each is a commit of its own, 20 KB of flash for eight bytes,
 * as much as a chunk of ten seconds costs. Who asks is told of the newest at once. A link that is killed has forgotten a minute of them: what they
 * let go of is sent again, and the brain knows it.
 */
export class SparingJournal implements LinkJournal {
  readonly #journal: LinkJournal;
  readonly #timers: Timers;
  #newest: { readonly epoch: string; readonly seq: number } | null = null;
  #written = 0;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #stopTimer: (() => void) | null = null;

  constructor(journal: LinkJournal, timers: Timers) {
    this.#journal = journal;
    this.#timers = timers;
  }

  acked(): number {
    const kept = this.#journal.acked();
    const newest = this.#newest;
    return newest !== null && newest.epoch === this.#journal.epoch() ? Math.max(kept, newest.seq) : kept;
  }

  ack(epoch: string, seq: number): void {
    // What is not of this journal, or beyond its end, is for the journal to judge.
    if (epoch !== this.#journal.epoch() || seq > this.#journal.last_seq()) {
      this.#journal.ack(epoch, seq);
      return;
    }
    if (seq <= this.acked()) return;
    if (this.#newest?.epoch !== epoch) this.#written = this.#journal.acked();
    this.#newest = { epoch, seq };
    const due = this.#writtenAt + KEPT_MS - this.#timers.now();
    if (due <= 0 || seq - this.#written >= RECORDS_MAX) this.write();
    else this.#stopTimer ??= this.#timers.after(due, () => this.#writeLate());
  }

  /** Makes what is only known durable. */
  write(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    const newest = this.#newest;
    if (newest === null) return;
    this.#journal.ack(newest.epoch, newest.seq);
    this.#newest = null;
    this.#written = newest.seq;
    this.#writtenAt = this.#timers.now();
  }

  /** A disk that does not take it now will be asked with the next one. */
  #writeLate(): void {
    this.#stopTimer = null;
    try {
      this.write();
    } catch {}
  }

  epoch = (): string | null => this.#journal.epoch();
  last_seq = (): number => this.#journal.last_seq();
  chunksAfter: LinkJournal["chunksAfter"] = (seq, limit) => this.#journal.chunksAfter(seq, limit);
  offer: LinkJournal["offer"] = (request, counter) => this.#journal.offer(request, counter);
  offered: LinkJournal["offered"] = (id) => this.#journal.offered(id);
  result: LinkJournal["result"] = (id) => this.#journal.result(id);
  counter = (): number => this.#journal.counter();

  close(): void {
    // First: what is written takes the timer for one that has run.
    this.#stopTimer?.();
    this.#writeLate();
    this.#journal.close();
  }
}
