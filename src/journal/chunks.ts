import type { Database, Statement } from "better-sqlite3";
import type { ClosedChunk } from "./batch.ts";
import { decodeBody, encodeBody, gapEntry } from "./body.ts";
import type { StoredChunk } from "./port.ts";

interface Row extends StoredChunk {
  readonly session: number;
  readonly gap: number;
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
   * Drops the oldest chunks until at least `bytes` of records are gone: those that the brain has (up to `acked`) without a word, after
   * them others, in whose place a gap record with `reason` stands. Never the newest one: the next seq follows from it. Returns whether
   * anything could be dropped. Belongs into a transaction.
   */
  forget(acked: number, bytes: number, reason: string): boolean {
    let freed = 0;
    const lost: Row[] = [];
    let known: number | null = null;
    const oldest = this.#db.prepare<[], Row>(`
      SELECT first_seq, last_seq, session, gap, body FROM chunks
      WHERE first_seq < (SELECT max(first_seq) FROM chunks) ORDER BY first_seq`);
    for (const row of oldest.iterate()) {
      if (freed >= bytes) break;
      if (row.last_seq <= acked) known = row.last_seq;
      else lost.push(row);
      freed += row.body.length;
    }
    // One gap record alone gives no room by becoming one again.
    const [only] = lost;
    if (lost.length === 1 && only?.gap === 1) lost.pop();
    const last = lost.at(-1)?.last_seq ?? known;
    if (last === null) return false;
    this.#db.prepare("DELETE FROM chunks WHERE first_seq <= ?").run(last);
    if (lost.length > 0) this.#insertGap(lost, reason);
    return true;
  }

  #insertGap(lost: readonly Row[], reason: string): void {
    const last = lost.at(-1)!;
    const { unit, epoch, session, wall_base, records } = decodeBody(last.body);
    const [from, to] = [lost[0]!.first_seq, last.last_seq];
    const dropped = lost.reduce(
      (sum, row) => sum + (row.gap === 1 ? decodeBody(row.body).records[0]!.value : row.last_seq - row.first_seq + 1),
      0,
    );
    const entry = gapEntry(records.at(-1)!.at, { from, to, reason }, dropped);
    const body = encodeBody({ unit, epoch, session, first_seq: from, wall_base }, [entry]);
    this.insert({ first_seq: from, last_seq: to, session, at_once: false, gap: true, body });
  }
}
