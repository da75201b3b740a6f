import type { Database, Statement } from "better-sqlite3";
import type { ClosedChunk } from "./batch.ts";
import { decodeBody, encodeBody, gapEntry } from "./body.ts";
import type { StoredChunk } from "./port.ts";

interface Row extends StoredChunk {
  readonly session: number;
  readonly gap: number;
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
  readonly #after: Statement<[number, number, number], StoredChunk>;
  readonly #last: Statement<[], number>;
  #insert: Statement | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#after = db.prepare(`
      SELECT first_seq, last_seq, body FROM chunks
      WHERE first_seq >= coalesce((SELECT max(first_seq) FROM chunks WHERE first_seq <= ?), 0) AND last_seq > ?
      ORDER BY first_seq LIMIT ?`);
    this.#last = db.prepare<[], number>("SELECT last_seq FROM chunks ORDER BY first_seq DESC LIMIT 1").pluck();
  }

  /** 0 while there is none. */
  last_seq(): number {
    return this.#last.get() ?? 0;
  }

  /** Chunks with records after `seq`, oldest first. */
  after(seq: number, limit: number): StoredChunk[] {
    return this.#after.all(seq + 1, seq, limit);
  }

  /** The body of a session's first chunk; null if there is none. */
  firstOf(session: number): Uint8Array | null {
    const first = this.#db.prepare<[number], Uint8Array>("SELECT body FROM chunks WHERE session = ? ORDER BY first_seq LIMIT 1").pluck();
    return first.get(session) ?? null;
  }

  insert(c: Omit<ClosedChunk, "results" | "latched">): void {
    this.#insert ??= this.#db.prepare("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)");
    this.#insert.run(c.first_seq, c.last_seq, c.session, c.at_once ? 1 : 0, c.gap ? 1 : 0, c.body);
  }

  /**
   * Drops chunks until at least `bytes` of records are gone: the oldest of those that the brain has (up to `acked`) without a word; after them
   * others, in whose place gap records with `reason` stand: the oldest that could wait for their chunk, and once what could not fills more than
   * `urgent_max` bytes before them, the oldest of all. Never the newest one: the next seq follows from it. Returns whether anything could be
   * dropped. Belongs into a transaction.
   */
  forget(acked: number, bytes: number, urgent_max: number, reason: string): boolean {
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
    for (const run of runs) this.#replace(run, reason);
    return known !== null || runs.length > 0;
  }

  /** One gap record in the place of chunks that follow on each other. */
  #replace(run: readonly Kept[], reason: string): void {
    const [from, to] = [run[0]!.first_seq, run.at(-1)!.last_seq];
    const rows = this.#db
      .prepare<[number, number], Row>(
        "SELECT first_seq, last_seq, session, gap, body FROM chunks WHERE first_seq BETWEEN ? AND ? ORDER BY first_seq",
      )
      .all(from, to);
    const last = rows.at(-1)!;
    const { unit, epoch, session, wall_base, records } = decodeBody(last.body);
    // Where a gap record does not know how many it stands for, nobody does.
    const unknown = rows.some((row) => row.gap === 1 && row.last_seq > row.first_seq && droppedIn(row) === 0);
    const dropped = rows.reduce((sum, row) => sum + (row.gap === 1 ? droppedIn(row) : row.last_seq - row.first_seq + 1), 0);
    const entry = gapEntry(records.at(-1)!.at, { from, to, reason }, unknown ? 0 : dropped);
    const body = encodeBody({ unit, epoch, session, first_seq: from, wall_base }, [entry]);
    this.#db.prepare("DELETE FROM chunks WHERE first_seq BETWEEN ? AND ?").run(from, to);
    this.insert({ first_seq: from, last_seq: to, session, at_once: false, gap: true, body });
  }
}

const droppedIn = (row: Row): number => decodeBody(row.body).records[0]!.value;

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
