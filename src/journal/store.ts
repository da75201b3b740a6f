import type { Database, Statement } from "better-sqlite3";
import type { Entry } from "../traffic/entry.ts";
import type { Instant, WallTime } from "../traffic/time.ts";
import { Batch, type ClosedChunk } from "./batch.ts";
import { Chunks, type Owner } from "./chunks.ts";
import { type CommandResult, isUnverified, type Request } from "./port.ts";
import { createStore, raisedStoreOf, StrangeStore } from "./schema.ts";

export interface StoreOptions {
  readonly unit: string;
  /** For a store that is made now: 64 random bits in hex; a simulation passes a fixed one. */
  readonly epoch: string;
  readonly created: WallTime;
  readonly batch_ms?: number;
  /** The session that this process already has, when it opens its store again. */
  readonly resume?: { readonly epoch: string; readonly session: number };
  /** The last request that this process has seen, of whatever store. */
  readonly arrival?: number;
  /** What the monitor has latched as far as this process knows, for a store that is made now because the one that said so is gone. */
  readonly latched?: string;
}

/** A request and its place in the inbox. */
export interface Arrived {
  readonly arrival: number;
  readonly request: Request;
}

/** As many results are kept as a brain could still ask for; a stale counter refuses older commands anyway. */
const RESULTS_KEPT = 1_000;
/** What was unverified is only kept until its request has left the inbox. */
const STRANGERS_KEPT = 100;
/** What is dropped at once from a full store, as a part of it: seldom enough, and little enough. */
const ROOM_SHARE = 64;
const ROOM_TRIES = 4;
/** Why a gap record stands where bytes have changed. */
const CHANGED = "the journal's file had changed there since it was written";
/** How much of a store faults, commands and results may fill before the oldest of them go like counts. */
const URGENT_SHARE = 4;

/** The street side's store: entries in, durable chunks out. Synchronous; it may wait for the disk, so it lives where waiting does no harm. */
export class WriterStore {
  readonly epoch: string;
  readonly session: number;
  /** When this epoch took the place of a spoilt one; 0 if it did not. */
  readonly renewed: WallTime;
  readonly #db: Database;
  readonly #owner: Owner;
  readonly #chunks: Chunks;
  readonly #batch: Batch;
  readonly #acked: Statement<[], number>;
  readonly #inbox: Statement<[number], Request & { arrival: number }>;
  readonly #keep: Statement;
  readonly #forgetResults: Statement;
  readonly #keepStranger: Statement;
  readonly #forgetStrangers: Statement;
  readonly #latch: Statement;
  readonly #beyond: Statement<[string], number>;
  #closed: ClosedChunk[] = [];
  #last_seq: number;
  #latched: string;

  /** Makes the store if the file is empty. Throws a StrangeStore if it is not a journal of this unit, SQLite's errors as they come. */
  constructor(db: Database, options: StoreOptions) {
    this.#db = db;
    const { unit, epoch, created, arrival = 0, latched = "" } = options;
    const row = raisedStoreOf(db) ?? createStore(db, { unit, epoch, created, session: 0, renewed: 0 as WallTime, latched }, arrival);
    if (row.unit !== unit) throw new StrangeStore(`it is the journal of unit "${row.unit}"`, true);
    this.epoch = row.epoch;
    this.renewed = row.renewed;
    this.#latched = row.latched;
    if (options.resume?.epoch === row.epoch) this.session = options.resume.session;
    else {
      // Not by RETURNING: the driver does not say whether the commit that follows on the returned row has failed.
      this.session = row.session + 1;
      db.prepare("UPDATE store SET session = ?").run(this.session);
    }
    this.#owner = { unit: row.unit, epoch: row.epoch, created: row.created };
    this.#chunks = new Chunks(db);
    // The next seq follows from the last chunk: if its numbers have changed, they must not be counted on.
    if (!this.#chunks.lastIsSound()) db.transaction(() => this.#chunks.mend(this.#owner, 0, 0, CHANGED)).immediate();
    this.#last_seq = this.#chunks.last_seq();
    const name = { unit: row.unit, epoch: row.epoch, session: this.session };
    this.#batch = new Batch(name, this.#last_seq + 1, options.batch_ms);
    this.#acked = db.prepare<[], number>("SELECT seq FROM acks").pluck();
    this.#inbox = db.prepare(`
      SELECT arrival, id, command, args, expires, refused FROM inbox
      WHERE arrival > ? AND NOT EXISTS (SELECT 1 FROM results WHERE results.id = inbox.id)
      AND NOT EXISTS (SELECT 1 FROM strangers WHERE strangers.id = inbox.id) ORDER BY arrival`);
    this.#keep = db.prepare("INSERT INTO results (id, command, done, refused, wall) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    // A result outlives its request: a request without a result would be offered again.
    this.#forgetResults = db.prepare(`
      DELETE FROM results WHERE number <= (SELECT max(number) FROM results) - ${RESULTS_KEPT}
      AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.id = results.id)`);
    this.#keepStranger = db.prepare("INSERT INTO strangers (id) VALUES (?) ON CONFLICT DO NOTHING");
    this.#forgetStrangers = db.prepare(`
      DELETE FROM strangers WHERE number <= (SELECT max(number) FROM strangers) - ${STRANGERS_KEPT}
      AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.id = strangers.id)`);
    this.#latch = db.prepare("UPDATE store SET latched = ?");
    this.#beyond = db.prepare<[string], number>("SELECT beyond FROM acks WHERE epoch = ?").pluck();
  }

  /** The last durable record. */
  get last_seq(): number {
    return this.#last_seq;
  }

  /** What the monitor has latched, as far as it is durable: the detail of its fault, or "". */
  get latched(): string {
    return this.#latched;
  }

  /** Chunks that wait to be committed. */
  get closed(): number {
    return this.#closed.length;
  }

  /** Whether one of them should not wait. */
  get urgent(): boolean {
    return this.#closed.some((c) => c.at_once);
  }

  /** Whether anything is not durable. */
  get pending(): boolean {
    return this.#closed.length > 0 || this.#batch.size > 0;
  }

  append(entries: readonly Entry[], wall_base: WallTime): void {
    this.#closed.push(...this.#batch.append(entries, wall_base));
  }

  /** In the place of `dropped` entries that never came. */
  gap(dropped: number, at: Instant, wall_base: WallTime, reason: string): void {
    this.#closed.push(...this.#batch.gap(dropped, at, wall_base, reason));
  }

  /** Makes everything durable, the chunk that is being filled too. */
  flush(): void {
    this.#closed.push(...this.#batch.close());
    this.commit();
  }

  /** Makes the closed chunks durable in one transaction. A full store drops its oldest chunks; other errors of SQLite are thrown. */
  commit(): void {
    if (this.#closed.length === 0) return;
    for (let tries = 0; !this.#write(); tries++) {
      if (tries >= ROOM_TRIES || !this.#makeRoom()) throw Object.assign(new Error("the disk is full"), { code: "SQLITE_FULL" });
    }
    this.#last_seq = this.#closed.at(-1)!.last_seq;
    this.#latched = this.#closed.findLast((c) => c.latched !== null)?.latched ?? this.#latched;
    this.#closed = [];
  }

  /**
   * Looks at so many chunks behind `after`, and if one of them is not what was written, puts gap records in the place of all that are not.
   * Returns where to go on; null: that was all. It holds the file only where there is something to be done.
   */
  mend(after: number, limit: number): number | null {
    const { sound, next } = this.#chunks.look(after, limit);
    if (sound) return next;
    this.#db.transaction(() => this.#chunks.mend(this.#owner, after, this.#last_seq, CHANGED)).immediate();
    return null;
  }

  /** Requests without a result that came after `arrival`. */
  requestsAfter(arrival: number): Arrived[] {
    return this.#inbox.all(arrival).map(({ arrival, ...request }) => ({ arrival, request }));
  }

  /** A record of this epoch that the brain had acknowledged before it was there; 0 if there is none. */
  beyond(): number {
    return this.#beyond.get(this.epoch) ?? 0;
  }

  /** False if there was no room. */
  #write(): boolean {
    try {
      this.#db
        .transaction(() => {
          for (const chunk of this.#closed) {
            this.#chunks.insert(chunk);
            for (const result of chunk.results) this.#record(result);
            if (chunk.latched !== null) this.#latch.run(chunk.latched);
          }
        })
        .immediate();
      return true;
    } catch (error) {
      if (isFull(error)) return false;
      throw error;
    }
  }

  #record({ id, command, done, refused, wall }: CommandResult): void {
    if (isUnverified(id)) {
      this.#keepStranger.run(id);
      this.#forgetStrangers.run();
      return;
    }
    this.#keep.run(id, command, done ? 1 : 0, refused, wall);
    this.#forgetResults.run();
  }

  #makeRoom(): boolean {
    const pages = this.#db.pragma("page_count", { simple: true }) as number;
    const size = this.#db.pragma("page_size", { simple: true }) as number;
    const waiting = this.#closed.reduce((sum, c) => sum + c.body.length, 0);
    try {
      return this.#db
        .transaction(() =>
          this.#chunks.forget(
            this.#owner,
            this.#acked.get() ?? 0,
            Math.max(waiting, (pages * size) / ROOM_SHARE),
            (pages * size) / URGENT_SHARE,
            "the journal was full",
          ),
        )
        .immediate();
    } catch (error) {
      if (isFull(error)) return false;
      throw error;
    }
  }
}

const isFull = (error: unknown): boolean => (error as { code?: string }).code === "SQLITE_FULL";
