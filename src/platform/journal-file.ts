import { statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { attempt } from "../journal/attempt.ts";
import { decodeBody, gapEntry } from "../journal/body.ts";
import { ChangedChunk, Chunks, type ReadChunk } from "../journal/chunks.ts";
import { LinkStore } from "../journal/link-store.ts";
import type { Chunk, CommandResult, LinkJournal, Record, Request, StoredChunk } from "../journal/port.ts";
import { StrangeStore, storeOf } from "../journal/schema.ts";
import { type Summary, summaryOf } from "../journal/summary.ts";
import { Instant } from "../traffic/time.ts";
import { readCounter, writeCounter } from "./counter-file.ts";
import { diskWords, isBroken, isDoubtful, openDatabase, sqliteCode } from "./database.ts";
import { doubt } from "./doubt.ts";

/** Chunks a read: a read that lasts keeps the writer from using its log again. */
const READ_CHUNKS = 64;

/**
 * The centre side's connection to the journal at `path`, which need not be there yet and may be made anew at any time. Another unit's journal
 * is none: the street side of `unit` is about to put it aside. Without a unit any journal is taken.
 */
export const openLinkJournal = (path: string, unit: string | null = null): LinkJournal => new FileLink(path, unit);

class FileLink implements LinkJournal {
  readonly #path: string;
  readonly #unit: string | null;
  /** As it lies beside the journal. */
  #counter: number;
  #store: LinkStore | null = null;
  #file = "";
  /** The last one that could be opened. */
  #sound = "";

  constructor(path: string, unit: string | null) {
    this.#path = path;
    this.#unit = unit;
    this.#counter = unit === null ? 0 : readCounter(path, unit);
  }

  epoch(): string | null {
    return this.#use<string | null>(null, (store) => store.epoch());
  }

  last_seq(): number {
    return this.#use(0, (store) => store.last_seq());
  }

  chunksAfter(seq: number, limit: number): readonly StoredChunk[] {
    return this.#use<readonly StoredChunk[]>([], (store) => store.chunksAfter(seq, limit));
  }

  acked(): number {
    return this.#use(0, (store) => store.acked());
  }

  ack(epoch: string, seq: number): void {
    this.#use(undefined, (store) => store.ack(epoch, seq));
  }

  offer(request: Request, counter: number): boolean {
    const taken = this.#use(false, (store) => store.offer(request, counter));
    // After the journal: a counter that is raised for a command that was not taken would refuse it when it comes again.
    if (taken && counter > 0) this.#keepCounter(counter);
    return taken;
  }

  offered(id: string): boolean {
    return this.#use(false, (store) => store.offered(id));
  }

  result(id: string): CommandResult | null {
    return this.#use<CommandResult | null>(null, (store) => store.result(id));
  }

  /** Whatever became of the journal, no lower than what this unit has taken before. */
  counter(): number {
    return Math.max(
      this.#use(0, (store) => store.counter()),
      this.#counter,
    );
  }

  #keepCounter(counter: number): void {
    if (this.#unit === null || counter <= this.#counter) return;
    this.#counter = counter;
    writeCounter(this.#path, this.#unit, counter);
  }

  close(): void {
    this.#store?.close();
    this.#store = null;
  }

  /**
   * A store that cannot be opened, or is no longer the one at its path, is none: the street side makes another, and it is looked for next time.
   * One that was opened well and is damaged is not: it would read as one without records, and nobody would look.
   */
  #use<T>(without: T, use: (store: LinkStore) => T): T {
    try {
      const store = this.#open();
      return store === null ? without : use(store);
    } catch (error) {
      this.close();
      if ((isDoubtful(error) || error instanceof ChangedChunk) && this.#file === this.#sound) {
        doubt(this.#path);
        throw new Error(`${diskWords(this.#path, error)}; the street side is asked to save what can be read`, { cause: error });
      }
      if (isBroken(error) || error instanceof StrangeStore || /^SQLITE_(CANTOPEN|READONLY_DBMOVED)/.test(sqliteCode(error))) return without;
      throw sqliteCode(error) === "" ? error : new Error(diskWords(this.#path, error), { cause: error });
    }
  }

  #open(): LinkStore | null {
    const file = fileAt(this.#path);
    if (this.#store !== null && file === this.#file) return this.#store;
    this.close();
    this.#file = file;
    if (file === "") return null;
    const db = openDatabase(this.#path, "link");
    try {
      this.#store = LinkStore.of(db, this.#unit);
    } finally {
      if (this.#store === null) db.close();
    }
    if (this.#store !== null) {
      this.#sound = file;
      this.#keepCounter(this.#store.counter());
    }
    return this.#store;
  }
}

/** Which file lies at `path`; "" if none does. A store that was made anew under the same name is another file. */
function fileAt(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.dev}:${stat.ino}`;
}

/**
 * The chunks of the journal at `path` in order, those with records after `after`, up to what is committed when the reading gets there: also
 * of a unit that is running. Throws an Error in words if there is no journal, or it is broken.
 */
export function* readJournal(path: string, { after = 0 }: { readonly after?: number } = {}): Generator<Chunk, void, undefined> {
  const reader = openJournal(path);
  try {
    yield* reader.chunks(after);
  } finally {
    reader.close();
  }
}

/** A journal opened for looking at. */
export interface JournalReader {
  summary(): Summary;
  last_seq(): number;
  /** The first record that is left of a session: its start, unless that was dropped. */
  beginning(session: number): Record | null;
  /** As in `readJournal`; may be asked again for what has come since. */
  chunks(after: number): Generator<Chunk, void, undefined>;
  /** The first chunk with records after `after`; null if there is none. */
  next(after: number): Chunk | null;
  /** The chunks that begin up to `seq`, newest first. */
  back(seq: number): Generator<Chunk, void, undefined>;
  /** Of the chunks that begin behind `after` and before `before` those that did not wait for their time, and gaps, oldest first. */
  urgent(after: number, before: number): Generator<Chunk, void, undefined>;
  /** Whether another file has taken its place: a store that was made anew. */
  moved(): boolean;
  close(): void;
}

/** Throws an Error in words if there is no journal at `path`. */
export function openJournal(path: string): JournalReader {
  return inWords(path, () => {
    const db = openDatabase(path, "reader");
    try {
      if (storeOf(db) === null) throw new StrangeStore("there is nothing in it", false);
      return new FileReader(path, db);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

class FileReader implements JournalReader {
  readonly #path: string;
  readonly #db: Database;
  readonly #chunks: Chunks;
  readonly #file: string;

  constructor(path: string, db: Database) {
    this.#path = path;
    this.#file = fileAt(path);
    this.#db = db;
    this.#chunks = new Chunks(db);
  }

  summary(): Summary {
    return inWords(this.#path, () => summaryOf(this.#db)!);
  }

  last_seq(): number {
    return inWords(this.#path, () => this.#chunks.last_seq());
  }

  beginning(session: number): Record | null {
    const body = inWords(this.#path, () => this.#chunks.firstOf(session));
    return body === null ? null : (attempt(() => decodeBody(body))?.records[0] ?? null);
  }

  moved(): boolean {
    const file = fileAt(this.#path);
    return file !== "" && file !== this.#file;
  }

  *chunks(after: number): Generator<Chunk, void, undefined> {
    for (let seq = after; ; ) {
      const stored = inWords(this.#path, () => this.#chunks.read(seq, READ_CHUNKS));
      for (const chunk of stored) {
        yield this.#decoded(chunk);
        seq = chunk.last_seq;
      }
      if (stored.length < READ_CHUNKS) return;
    }
  }

  next(after: number): Chunk | null {
    const [chunk] = inWords(this.#path, () => this.#chunks.read(after, 1));
    return chunk === undefined ? null : this.#decoded(chunk);
  }

  *back(seq: number): Generator<Chunk, void, undefined> {
    for (let upTo = seq; ; ) {
      const stored = inWords(this.#path, () => this.#chunks.before(upTo, READ_CHUNKS));
      for (const chunk of stored) {
        yield this.#decoded(chunk);
        upTo = chunk.first_seq - 1;
      }
      if (stored.length < READ_CHUNKS) return;
    }
  }

  *urgent(after: number, before: number): Generator<Chunk, void, undefined> {
    for (let seq = after; ; ) {
      const stored = inWords(this.#path, () => this.#chunks.urgent(seq, before, READ_CHUNKS));
      for (const chunk of stored) {
        yield this.#decoded(chunk);
        seq = chunk.first_seq;
      }
      if (stored.length < READ_CHUNKS) return;
    }
  }

  #decoded(chunk: ReadChunk): Chunk {
    return chunk.sound ? decodeBody(chunk.body) : this.#standIn(chunk);
  }

  /** For one that is not what was written: the street side will put the like in its place. */
  #standIn({ first_seq, last_seq }: ReadChunk): Chunk {
    const { unit, epoch, session, created } = inWords(this.#path, () => summaryOf(this.#db)!);
    const gap = gapEntry(Instant(0), { from: first_seq, to: last_seq, reason: "the file has changed there since it was written" }, 0);
    return { unit, epoch, session, first_seq, last_seq, wall_base: created, records: [{ ...gap, seq: first_seq }] };
  }

  close(): void {
    this.#db.close();
  }
}

function inWords<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof StrangeStore) throw new Error(`${path} is no journal of this version: ${error.message}`, { cause: error });
    throw sqliteCode(error) === "" ? error : new Error(diskWords(path, error), { cause: error });
  }
}
