import type { Database, Statement } from "better-sqlite3";
import type { WallTime } from "../traffic/time.ts";
import { Chunks } from "./chunks.ts";
import { type CommandResult, isUnverified, type LinkJournal, type Request, type StoredChunk, UNVERIFIED, UNVERIFIED_MAX } from "./port.ts";
import { StrangeStore, storeOf } from "./schema.ts";

/** Requests that are done with are kept as long as their repetition is likely; whoever is older is refused by its counter. */
const DONE_KEPT = 1_000;

/** The centre side's half of an opened store. Throws SQLite's errors as they come. */
export class LinkStore implements LinkJournal {
  readonly #db: Database;
  readonly #epoch: string;
  readonly #chunks: Chunks;
  readonly #acked: Statement<[], number>;
  readonly #ack: Statement;
  readonly #doubt: Statement;
  readonly #offer: Statement;
  readonly #offered: Statement<[string], number>;
  readonly #forget: Statement;
  readonly #stranger: Statement<[string], number>;
  readonly #forgetStrangers: Statement;
  readonly #strangers: Statement<[string], number>;
  readonly #result: Statement<[string], Omit<CommandResult, "done"> & { readonly done: number }>;
  readonly #counter: Statement<[], number>;
  readonly #setCounter: Statement;

  /** Null if there is no store in the file yet. Throws a StrangeStore if it is another unit's than `unit`; null takes any. */
  static of(db: Database, unit: string | null): LinkStore | null {
    const row = storeOf(db);
    if (row === null) return null;
    if (unit !== null && row.unit !== unit) throw new StrangeStore(`it is the journal of unit "${row.unit}"`, true);
    return new LinkStore(db, row.epoch);
  }

  private constructor(db: Database, epoch: string) {
    this.#db = db;
    this.#epoch = epoch;
    this.#chunks = new Chunks(db);
    this.#acked = db.prepare<[], number>("SELECT seq FROM acks").pluck();
    const last = "coalesce((SELECT last_seq FROM chunks ORDER BY first_seq DESC LIMIT 1), 0)";
    this.#ack = db.prepare(`UPDATE acks SET seq = @seq WHERE epoch = @epoch AND seq < @seq AND @seq <= ${last}`);
    // Once is enough: whoever can publish acknowledgements must not wear the flash out with them.
    this.#doubt = db.prepare(`UPDATE acks SET beyond = @seq WHERE epoch = @epoch AND @seq > ${last} AND beyond = 0`);
    this.#offer = db.prepare("INSERT INTO inbox (id, command, args, expires, refused) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    this.#offered = db.prepare<[string], number>("SELECT 1 FROM inbox WHERE id = ?").pluck();
    this.#forget = db.prepare(`
      DELETE FROM inbox WHERE arrival <= (SELECT max(arrival) FROM inbox) - ${DONE_KEPT}
      AND EXISTS (SELECT 1 FROM results WHERE results.id = inbox.id)`);
    this.#stranger = db.prepare<[string], number>("SELECT 1 FROM strangers WHERE id = ?").pluck();
    this.#forgetStrangers = db.prepare("DELETE FROM inbox WHERE EXISTS (SELECT 1 FROM strangers WHERE strangers.id = inbox.id)");
    this.#strangers = db.prepare<[string], number>("SELECT count(*) FROM inbox WHERE id GLOB ?").pluck();
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
    const sane = { epoch, seq: Math.min(seq, Number.MAX_SAFE_INTEGER) };
    if (this.#ack.run(sane).changes === 0) this.#doubt.run(sane);
  }

  offer({ id, command, args, expires, refused }: Request, counter: number): boolean {
    return this.#db
      .transaction(() => {
        if (isUnverified(id) ? !this.#takesStranger(id) : !this.#takes(id)) return false;
        const added = this.#offer.run(id, command, args, expires, refused).changes > 0;
        // Both or neither: a command that waits without having raised the counter lets an older one overtake it.
        if (added) this.#setCounter.run({ counter });
        return added;
      })
      .immediate();
  }

  /** An id is known by its result even when the request itself is no longer kept. */
  #takes(id: string): boolean {
    if (this.#result.get(id) !== undefined) return false;
    this.#forget.run();
    return true;
  }

  #takesStranger(id: string): boolean {
    if (this.#stranger.get(id) !== undefined) return false;
    this.#forgetStrangers.run();
    return this.#strangers.get(`${UNVERIFIED}*`)! < UNVERIFIED_MAX;
  }

  offered(id: string): boolean {
    return this.#offered.get(id) !== undefined;
  }

  result(id: string): CommandResult | null {
    const row = this.#result.get(id);
    return row === undefined ? null : { ...row, done: row.done !== 0, wall: row.wall as WallTime };
  }

  counter(): number {
    return this.#counter.get() ?? 0;
  }

  close(): void {
    this.#db.close();
  }
}
