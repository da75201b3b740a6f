import type { Database, Statement } from "better-sqlite3";
import type { stopline } from "#wire";

export interface Issue {
  readonly id: string;
  readonly unit: string;
  /** What is asked, for whoever reads the book. */
  readonly words: string;
  readonly issued_ms: number;
  readonly expires_ms: number;
}

/** Every command that was sent, and its one result. */
export class CommandBook {
  readonly #db: Database;
  readonly #highest: Statement<[string], number>;
  readonly #write: Statement<[string, string, number, string, number, number]>;
  readonly #settle: Statement<[number, string, number, string, string]>;
  readonly #known: Statement<[string, string], number>;
  readonly #words: Statement<[string], string>;

  constructor(db: Database) {
    this.#db = db;
    this.#highest = db.prepare<[string], number>("SELECT coalesce(max(counter), 0) FROM command WHERE unit = ?").pluck();
    this.#write = db.prepare("INSERT INTO command (id, unit, counter, words, issued_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?)");
    this.#settle = db.prepare("UPDATE command SET done = ?, refused = ?, result_ms = ? WHERE id = ? AND unit = ? AND done IS NULL");
    this.#known = db.prepare<[string, string], number>("SELECT 1 FROM command WHERE id = ? AND unit = ?").pluck();
    this.#words = db.prepare<[string], string>("SELECT words FROM command WHERE id = ?").pluck();
  }

  /**
   * Writes a command down before it is sent, and returns its counter. It is at least the time in ms, so that two programs with one key
   * and a book each stay in order, and a brain that lost its book does too.
   */
  issue({ id, unit, words, issued_ms, expires_ms }: Issue): number {
    return this.#db
      .transaction(() => {
        const counter = Math.max(this.#highest.get(unit)! + 1, issued_ms);
        this.#write.run(id, unit, counter, words, issued_ms, expires_ms);
        return counter;
      })
      .immediate();
  }

  /** What was asked; "" if it is not in the book. */
  wordsOf(id: string): string {
    return this.#words.get(id) ?? "";
  }

  /** Writes a result down. Only the first counts; one for a command that is not in the book is nobody's. */
  settle({ unit, commandId, done, refused, wallMs }: stopline.v1.Result): "first" | "repeated" | "unknown" {
    if (this.#settle.run(done ? 1 : 0, refused, wallMs, commandId, unit).changes === 1) return "first";
    return this.#known.get(commandId, unit) === undefined ? "unknown" : "repeated";
  }
}
