import type { Database, Statement } from "better-sqlite3";
import { attempt } from "./attempt.ts";
import { decodeBody } from "./body.ts";
import type { Chunk } from "./port.ts";
import { type StoreRow, unsummedIn } from "./schema.ts";
import { sumOf } from "./sum.ts";

/** Where nobody knows how many records the unreadable end of a file held: surely less than one for each so many bytes. */
const BYTES_A_RECORD = 8;

/** What is known of a broken store. */
export interface Old {
  readonly row: StoreRow;
  /** null if it cannot be read. */
  readonly acked: number | null;
}

/** A readable chunk; or, where `first_seq` lies before it, the unreadable range up to it. */
export interface Piece {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly chunk: Chunk;
}

/**
 * What the brain does not have, in order and without holes. Returns the last record that could be read or was acknowledged, and how many
 * more there can have been: 0 where the file's end could be read.
 */
export function piecesOf(
  from: Database,
  { row, acked }: Old,
  put: (piece: Piece) => void,
): { readonly last_seq: number; readonly more: number } {
  const reader = new Reader(from, row);
  let next: number | null = null;
  let after = acked === null ? 0 : (attempt(() => reader.holding(acked + 1)) ?? acked + 1) - 1;
  for (;;) {
    const found = reader.next(after);
    if (found === "end" || found === "unreadable") {
      return { last_seq: Math.max(acked ?? 0, (next ?? 1) - 1), more: found === "end" ? 0 : reader.records_max() };
    }
    after = found.first_seq;
    const chunk = found.chunk;
    if (chunk === null || chunk.last_seq <= (acked ?? 0) || (next !== null && chunk.first_seq < next)) continue;
    next ??= Math.min((acked ?? chunk.first_seq) + 1, chunk.first_seq);
    if (chunk.first_seq > next) put({ first_seq: next, last_seq: chunk.first_seq - 1, chunk });
    put({ first_seq: chunk.first_seq, last_seq: chunk.last_seq, chunk });
    next = chunk.last_seq + 1;
  }
}

interface Row {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly session: number;
  readonly at_once: number;
  readonly gap: number;
  readonly body: Uint8Array;
  readonly sum: number | null;
}

/** Reads the chunks of a broken file, around what is broken. */
class Reader {
  readonly #db: Database;
  readonly #row: StoreRow;
  readonly #unsummed: number | null;
  #next: Statement<[number], Row> | undefined;

  constructor(db: Database, row: StoreRow) {
    this.#db = db;
    this.#row = row;
    this.#unsummed = attempt(() => unsummedIn(db));
  }

  /** The first seq of the chunk that `seq` is in, if it is there. */
  holding(seq: number): number | null {
    return this.#db.prepare<[number], number | null>("SELECT max(first_seq) FROM chunks WHERE first_seq <= ?").pluck().get(seq) ?? null;
  }

  /** More records than there can be in the file. */
  records_max(): number {
    const pages = (name: string) => attempt(() => this.#db.pragma(name, { simple: true }) as number) ?? 4_096;
    return Math.ceil((pages("page_count") * pages("page_size")) / BYTES_A_RECORD);
  }

  /**
   * The first readable row with first_seq > `after`; `chunk` is null if its body is none. Where reading fails, it is tried further on, in
   * steps that double and then halve: keys lead around a broken page.
   */
  next(after: number): { readonly first_seq: number; readonly chunk: Chunk | null } | "end" | "unreadable" {
    let found = this.#at(after);
    if (found !== null) return found === "end" ? "end" : this.#open(found);
    let broken = after;
    let good = after;
    for (let step = 1; found === null; step *= 2) {
      good = after + step;
      if (!Number.isSafeInteger(good)) return "unreadable";
      found = this.#at(good);
      if (found === null) broken = good;
    }
    while (good - broken > 1) {
      const middle = broken + Math.floor((good - broken) / 2);
      const there = this.#at(middle);
      if (there === null) broken = middle;
      else [good, found] = [middle, there];
    }
    return found === "end" ? "unreadable" : this.#open(found);
  }

  /** null where reading fails. */
  #at(after: number): Row | "end" | null {
    const sum = this.#unsummed === null ? "NULL AS sum" : "sum";
    const sql = `SELECT first_seq, last_seq, session, at_once, gap, body, ${sum} FROM chunks WHERE first_seq > ? ORDER BY first_seq LIMIT 1`;
    return attempt(() => {
      this.#next ??= this.#db.prepare(sql);
      return this.#next.get(after) ?? "end";
    });
  }

  /** What decodes to just what the row says is taken, if it has the sum that it was written with. */
  #open(row: Row): { readonly first_seq: number; readonly chunk: Chunk | null } {
    const { first_seq, last_seq, session, at_once, gap, body, sum } = row;
    const summed = sum === null || sum === sumOf({ ...row, at_once: at_once !== 0, gap: gap !== 0 });
    const chunk = summed ? attempt(() => decodeBody(body)) : null;
    const { unit, epoch } = this.#row;
    const same =
      chunk !== null &&
      chunk.records.length > 0 &&
      chunk.unit === unit &&
      chunk.epoch === epoch &&
      chunk.session === session &&
      chunk.first_seq === first_seq &&
      chunk.last_seq === last_seq;
    return { first_seq, chunk: same ? chunk : null };
  }
}
