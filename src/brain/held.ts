import type { Database, Statement } from "better-sqlite3";
import type { Spans } from "./sequence.ts";

/** The `held` table: what is accounted for of each epoch. Always in a transaction of the caller's. */
export class Held {
  readonly #of: Statement<[number], { readonly from: number; readonly to: number }>;
  readonly #remove: Statement<[number, number]>;
  readonly #put: Statement<[number, number, number]>;

  constructor(db: Database) {
    this.#of = db.prepare('SELECT from_seq AS "from", to_seq AS "to" FROM held WHERE journal = ? ORDER BY from_seq');
    this.#remove = db.prepare("DELETE FROM held WHERE journal = ? AND from_seq = ?");
    this.#put = db.prepare("INSERT INTO held VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET to_seq = excluded.to_seq");
  }

  of(journal: number): Spans {
    return this.#of.all(journal);
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
