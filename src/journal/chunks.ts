import type { Database, Statement } from "better-sqlite3";
import { Instant, type WallTime } from "../traffic/time.ts";
import { attempt } from "./attempt.ts";
import type { ClosedChunk } from "./batch.ts";
import { decodeBody, encodeBody, gapEntry } from "./body.ts";
import type { Chunk, StoredChunk } from "./port.ts";
import { unsummedIn } from "./schema.ts";
import { sumOf } from "./sum.ts";

interface Row extends StoredChunk {
  readonly session: number;
  readonly at_once: number;
  readonly gap: number;
  readonly sum: number | null;
}

/** A row as it is read: `sound` if its bytes are those that were written. */
export interface ReadChunk extends StoredChunk {
  readonly sound: boolean;
}

/** The next chunk to be read is not what was written. */
export class ChangedChunk extends Error {
  constructor({ first_seq, last_seq }: StoredChunk) {
    super(`records ${first_seq} to ${last_seq} are not what was written`);
  }
}

/** Whose chunks they are, where a chunk does not say so any more. */
export interface Owner {
  readonly unit: string;
  readonly epoch: string;
  readonly created: WallTime;
}

/** A chunk that may have to make room. */
interface Kept {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly at_once: number;
  readonly gap: number;
  readonly bytes: number;
}

/** The table of chunks, for its writer and for readers. */
export class Chunks {
  readonly #db: Database;
  readonly #after: Statement<[number, number, number], Row>;
  /** As `unsummedIn` has it. */
  readonly #unsummed: number | null;
  readonly #columns: string;
  readonly #last: Statement<[], number>;
  #insert: Statement | undefined;
  #before: Statement<[number, number], Row> | undefined;
  #urgent: Statement<[number, number, number], Row> | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#unsummed = unsummedIn(db);
    this.#columns = `first_seq, last_seq, session, at_once, gap, body, ${this.#unsummed === null ? "NULL AS sum" : "sum"}`;
    this.#after = db.prepare(`
      SELECT ${this.#columns} FROM chunks
      WHERE first_seq >= coalesce((SELECT max(first_seq) FROM chunks WHERE first_seq <= ?), 0) AND last_seq > ?
      ORDER BY first_seq LIMIT ?`);
    this.#last = db.prepare<[], number>("SELECT last_seq FROM chunks ORDER BY first_seq DESC LIMIT 1").pluck();
  }

  /** 0 while there is none. */
  last_seq(): number {
    return this.#last.get() ?? 0;
  }

  /** Chunks with records after `seq`, oldest first, sound or not. */
  read(seq: number, limit: number): ReadChunk[] {
    return this.#after.all(seq + 1, seq, limit).map((row) => ({ ...row, sound: this.#sound(row) }));
  }

  /** Chunks that begin up to `seq`, newest first, sound or not. */
  before(seq: number, limit: number): ReadChunk[] {
    this.#before ??= this.#db.prepare(`SELECT ${this.#columns} FROM chunks WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT ?`);
    return this.#before.all(seq, limit).map((row) => ({ ...row, sound: this.#sound(row) }));
  }

  /** Of the chunks that begin behind `after` and before `before` those that did not wait for their time, and gaps, oldest first. */
  urgent(after: number, before: number, limit: number): ReadChunk[] {
    this.#urgent ??= this.#db.prepare(`
      SELECT ${this.#columns} FROM chunks WHERE first_seq > ? AND first_seq < ? AND (at_once = 1 OR gap = 1) ORDER BY first_seq LIMIT ?`);
    return this.#urgent.all(after, before, limit).map((row) => ({ ...row, sound: this.#sound(row) }));
  }

  /** The same as `read` as far as they are sound. Throws a ChangedChunk if the first is not. */
  after(seq: number, limit: number): StoredChunk[] {
    const rows = this.#after.all(seq + 1, seq, limit);
    const changed = rows.findIndex((row) => !this.#sound(row));
    if (changed === 0) throw new ChangedChunk(rows[0]!);
    return (changed < 0 ? rows : rows.slice(0, changed)).map(({ first_seq, last_seq, body }) => ({ first_seq, last_seq, body }));
  }

  #sound(row: Row): boolean {
    if (this.#unsummed === null) return true;
    return row.sum === null ? row.session <= this.#unsummed : row.sum === sumOf({ ...row, at_once: row.at_once !== 0, gap: row.gap !== 0 });
  }

  /** The body of a session's first chunk; null if there is none. */
  firstOf(session: number): Uint8Array | null {
    const first = this.#db.prepare<[number], Uint8Array>("SELECT body FROM chunks WHERE session = ? ORDER BY first_seq LIMIT 1").pluck();
    return first.get(session) ?? null;
  }

  insert(c: Omit<ClosedChunk, "results" | "latched">): void {
    this.#insert ??= this.#db.prepare("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#insert.run(c.first_seq, c.last_seq, c.session, c.at_once ? 1 : 0, c.gap ? 1 : 0, c.body, sumOf(c));
  }

  /** Whether each of the chunks that begin behind `after` is sound, at most `limit` of them, and where the next ones begin; null: nowhere. */
  look(after: number, limit: number): { readonly sound: boolean; readonly next: number | null } {
    const rows = this.#db
      .prepare<[number, number], Row>(`SELECT ${this.#columns} FROM chunks WHERE first_seq > ? ORDER BY first_seq LIMIT ?`)
      .all(after, limit);
    return { sound: rows.every((row) => this.#sound(row)), next: rows.length < limit ? null : rows.at(-1)!.first_seq };
  }

  /** The same of the last one: the next seq follows from it. */
  lastIsSound(): boolean {
    const last = this.#db.prepare<[], Row>(`SELECT ${this.#columns} FROM chunks ORDER BY first_seq DESC LIMIT 1`).get();
    return last === undefined || this.#sound(last);
  }

  /**
   * Puts a gap record with `reason` in the place of each chunk behind `after` that is not what was written: what it stands for follows from its
   * neighbours, because its own numbers may have changed. `last_seq` is the last record that was given out, as far as that is known. Belongs
   * into a transaction.
   */
  mend(owner: Owner, after: number, last_seq: number, reason: string): void {
    const all = this.#db.prepare<[number], Row>(`SELECT ${this.#columns} FROM chunks WHERE first_seq > ? ORDER BY first_seq`);
    const changed: Row[] = [];
    for (const row of all.iterate(after)) if (!this.#sound(row)) changed.push({ ...row, last_seq: lastIn(row), body: NO_BYTES });
    for (const row of changed) this.#stand(row, owner, last_seq, reason);
  }

  #stand({ first_seq, last_seq, session, gap }: Row, owner: Owner, known: number, reason: string): void {
    const beside = (sql: string) =>
      this.#db.prepare<[number], Row>(`SELECT ${this.#columns} FROM chunks WHERE first_seq ${sql} LIMIT 1`).get(first_seq);
    const [before, behind] = [beside("< ? ORDER BY first_seq DESC"), beside("> ? ORDER BY first_seq")];
    const from = before === undefined ? first_seq : before.last_seq + 1;
    const to = behind === undefined ? Math.max(last_seq, known) : behind.first_seq - 1;
    this.#db.prepare("DELETE FROM chunks WHERE first_seq = ?").run(first_seq);
    // Somebody else stands for these already.
    if (to < from) return;
    const near = before ?? behind;
    const chunk = near === undefined ? null : decoded(near.body);
    const entry = gapEntry(chunk?.records.at(-1)?.at ?? Instant(0), { from, to, reason }, gap !== 0 ? 0 : to - from + 1);
    const head = { unit: owner.unit, epoch: owner.epoch, session: near?.session ?? session, first_seq: from };
    const body = encodeBody({ ...head, wall_base: chunk?.wall_base ?? owner.created }, [entry]);
    this.insert({ first_seq: from, last_seq: to, session: head.session, at_once: true, gap: true, body });
  }

  /**
   * Drops chunks until at least `bytes` of records are gone: the oldest of those that the brain has (up to `acked`) without a word; after them
   * others, in whose place gap records with `reason` stand: the oldest that could wait for their chunk, and once what could not fills more than
   * `urgent_max` bytes before them, the oldest of all. Never the newest one: the next seq follows from it. Returns whether anything could be
   * dropped. Belongs into a transaction.
   */
  forget(owner: Owner, acked: number, bytes: number, urgent_max: number, reason: string): boolean {
    const oldest = this.#db.prepare<[], Kept>(`
      SELECT first_seq, last_seq, at_once, gap, length(body) AS bytes FROM chunks
      WHERE first_seq < (SELECT max(first_seq) FROM chunks) ORDER BY first_seq`);
    let known: number | null = null;
    const passed: Kept[] = [];
    const lost = new Set<Kept>();
    let [freed, urgent] = [0, 0];
    const lose = (each: Kept) => {
      lost.add(each);
      freed += each.bytes;
    };
    // No further than must be: the whole table can be larger than a slow card reads in seconds.
    for (const each of oldest.iterate()) {
      if (freed >= bytes || urgent > urgent_max) break;
      if (each.last_seq <= acked) {
        known = each.last_seq;
        freed += each.bytes;
        continue;
      }
      passed.push(each);
      if (each.at_once === 0 && each.gap === 0) lose(each);
      else urgent += each.bytes;
    }
    for (const each of passed) if (freed < bytes && !lost.has(each)) lose(each);
    if (known !== null) this.#db.prepare("DELETE FROM chunks WHERE first_seq <= ?").run(known);
    const runs = runsOf(passed, lost);
    for (const run of runs) this.#replace(run, owner, reason);
    return known !== null || runs.length > 0;
  }

  /** One gap record in the place of chunks that follow on each other. */
  #replace(run: readonly Kept[], owner: Owner, reason: string): void {
    const [from, to] = [run[0]!.first_seq, run.at(-1)!.last_seq];
    const rows = this.#db
      .prepare<[number, number], Row>(`SELECT ${this.#columns} FROM chunks WHERE first_seq BETWEEN ? AND ? ORDER BY first_seq`)
      .all(from, to);
    const last = rows.at(-1)!;
    const chunk = decoded(last.body);
    // Where a gap record does not know how many it stands for, nobody does.
    const unknown = rows.some((row) => row.gap === 1 && row.last_seq > row.first_seq && droppedIn(row) === 0);
    const dropped = rows.reduce((sum, row) => sum + (row.gap === 1 ? droppedIn(row) : row.last_seq - row.first_seq + 1), 0);
    const entry = gapEntry(chunk?.records.at(-1)?.at ?? Instant(0), { from, to, reason }, unknown ? 0 : dropped);
    const head = { unit: owner.unit, epoch: owner.epoch, session: last.session, first_seq: from };
    const body = encodeBody({ ...head, wall_base: chunk?.wall_base ?? owner.created }, [entry]);
    this.#db.prepare("DELETE FROM chunks WHERE first_seq BETWEEN ? AND ?").run(from, to);
    this.insert({ first_seq: from, last_seq: to, session: last.session, at_once: false, gap: true, body });
  }
}

const NO_BYTES = new Uint8Array();

/** null where the bytes are no chunk any more. */
const decoded = (body: Uint8Array): Chunk | null => attempt(() => decodeBody(body));

/** The later one of what the row says and what its body says: no number may be given out twice. */
function lastIn({ first_seq, last_seq, gap, body }: Row): number {
  const records = gap === 0 ? (decoded(body)?.records.length ?? 0) : 0;
  return Math.max(first_seq, last_seq, first_seq + records - 1);
}

const droppedIn = (row: Row): number => decoded(row.body)?.records[0]?.value ?? 0;

/**
 * The lost ones in runs, with the gap records beside them that only say the like. A gap record alone gives no room by becoming one again, and
 * one that was committed at once says what became of the disk.
 */
function runsOf(all: readonly Kept[], lost: ReadonlySet<Kept>): Kept[][] {
  const runs: Kept[][] = [];
  let run: Kept[] = [];
  const close = () => {
    if (run.some((each) => each.gap === 0)) runs.push(run);
    run = [];
  };
  for (const each of all) {
    if (lost.has(each) || (each.gap === 1 && each.at_once === 0)) run.push(each);
    else close();
  }
  close();
  return runs;
}
