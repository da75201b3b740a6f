import type { Database, Statement } from "better-sqlite3";
import { type Spans, union, without } from "./sequence.ts";

/** What a unit last said of one of its journals. */
export interface Word {
  readonly id: number;
  /** Its last record. */
  readonly told_seq: number;
  /** Up to where the unit has let go of it: that will not come any more. */
  readonly floor_seq: number;
}

/**
 * What is accounted for of each epoch: the records that are here (`held`), and what will not come. The latter is not added to the former but
 * looked at anew each time, by the unit's newest word: a word that was wrong, or somebody else's, is forgotten with the next one. Always in
 * a transaction of the caller's.
 */
export class Held {
  readonly #of: Statement<[number], { readonly from: number; readonly to: number }>;
  readonly #remove: Statement<[number, number]>;
  readonly #put: Statement<[number, number, number]>;
  readonly #gaps: Statement<[number, number, number], { readonly from: number; readonly to: number }>;

  constructor(db: Database) {
    this.#of = db.prepare('SELECT from_seq AS "from", to_seq AS "to" FROM held WHERE journal = ? ORDER BY from_seq');
    this.#remove = db.prepare("DELETE FROM held WHERE journal = ? AND from_seq = ?");
    this.#put = db.prepare("INSERT INTO held VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET to_seq = excluded.to_seq");
    this.#gaps = db.prepare(
      'SELECT from_seq AS "from", min(to_seq, ?) AS "to" FROM gap WHERE journal = ? AND from_seq <= ? ORDER BY from_seq',
    );
  }

  of(journal: number): Spans {
    return this.#of.all(journal);
  }

  /** What is here, and what will not come. */
  accounted(journal: Word): Spans {
    return union(this.of(journal.id), this.#gone(journal));
  }

  /** What will not come and is not here. */
  lost(journal: Word): Spans {
    return without(union([], this.#gone(journal)), this.of(journal.id));
  }

  #gone({ id, told_seq, floor_seq }: Word): Spans {
    const gaps = this.#gaps.all(told_seq, id, told_seq);
    return floor_seq > 0 ? [{ from: 1, to: floor_seq }, ...gaps] : gaps;
  }

  /** Writes only what differs: almost always one row. */
  replace(journal: number, before: Spans, after: Spans): void {
    const kept = new Map(after.map(({ from, to }) => [from, to]));
    for (const { from, to } of before) {
      if (kept.get(from) === to) kept.delete(from);
      else if (!kept.has(from)) this.#remove.run(journal, from);
    }
    for (const [from, to] of kept) this.#put.run(journal, from, to);
  }
}
