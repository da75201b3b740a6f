import type { Database, Statement } from "better-sqlite3";
import type { WallTime } from "../traffic/time.ts";
import { Chunks } from "./chunks.ts";
import type { CommandResult, LinkJournal, Request, StoredChunk } from "./port.ts";
import { storeOf } from "./schema.ts";

/** Requests that are done with are kept as long as their repetition is likely; whoever is older is refused by its counter. */
const DONE_KEPT = 1_000;

/** The centre side's half of an opened store. Throws SQLite's errors as they come. */
export class LinkStore implements LinkJournal {
  readonly #db: Database;
  readonly #epoch: string;
  readonly #chunks: Chunks;
  readonly #acked: Statement<[], number>;
  readonly #ack: Statement;
  readonly #offer: Statement;
  readonly #forget: Statement;
  readonly #result: Statement<[string], Omit<CommandResult, "done"> & { readonly done: number }>;
  readonly #counter: Statement<[], number>;
  readonly #setCounter: Statement;

  /** Null if there is no store in the file yet. */
  static of(db: Database): LinkStore | null {
    const row = storeOf(db);
    return row === null ? null : new LinkStore(db, row.epoch);
  }

  private constructor(db: Database, epoch: string) {
    this.#db = db;
    this.#epoch = epoch;
    this.#chunks = new Chunks(db);
    this.#acked = db.prepare<[], number>("SELECT seq FROM acks").pluck();
    this.#ack = db.prepare(`
      UPDATE acks SET seq = @seq
      WHERE epoch = @epoch AND seq < @seq AND @seq <= (SELECT last_seq FROM chunks ORDER BY first_seq DESC LIMIT 1)`);
    this.#offer = db.prepare("INSERT INTO inbox (id, command, args, expires, refused) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    this.#forget = db.prepare(`
      DELETE FROM inbox WHERE arrival <= (SELECT max(arrival) FROM inbox) - ${DONE_KEPT}
      AND EXISTS (SELECT 1 FROM results WHERE results.id = inbox.id)`);
    this.#result = db.prepare("SELECT id, command, done, refused, wall FROM results WHERE id = ?");
    this.#counter = db.prepare<[], number>("SELECT value FROM counter").pluck();
    this.#setCounter = db.prepare("UPDATE counter SET value = @counter WHERE value < @counter");
  }

  epoch(): string {
    return this.#epoch;
  }

  last_seq(): number {
    return this.#chunks.last_seq();
  }

  chunksAfter(seq: number, limit: number): readonly StoredChunk[] {
    return this.#chunks.after(seq, limit);
  }

  acked(): number {
    return this.#acked.get() ?? 0;
  }

  ack(epoch: string, seq: number): void {
    this.#ack.run({ epoch, seq });
  }

  offer({ id, command, args, expires, refused }: Request): boolean {
    return this.#db
      .transaction(() => {
        // An id is known by its result even when the request itself is no longer kept.
        if (this.#result.get(id) !== undefined) return false;
        this.#forget.run();
        return this.#offer.run(id, command, args, expires, refused).changes > 0;
      })
      .immediate();
  }

  result(id: string): CommandResult | null {
    const row = this.#result.get(id);
    return row === undefined ? null : { ...row, done: row.done !== 0, wall: row.wall as WallTime };
  }

  counter(): number {
    return this.#counter.get() ?? 0;
  }

  setCounter(counter: number): void {
    this.#setCounter.run({ counter });
  }

  close(): void {
    this.#db.close();
  }
}
