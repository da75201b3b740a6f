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

interface Settled {
  readonly done: number | null;
  readonly refused: string | null;
  readonly result_ms: number | null;
  readonly journaled: number;
}

/** Who says a result: a message, or the record of the unit's journal that the message was made from. */
export type Said = "message" | "journal";

/** `corrected`: the journal says otherwise than a message did before. `unknown`: nobody's. */
export type Settlement = "first" | "repeated" | "corrected" | "unknown";

/** Every command that was sent, and its one result. */
export class CommandBook {
  readonly #db: Database;
  readonly #highest: Statement<[string], number>;
  readonly #write: Statement<[string, string, number, string, number, number]>;
  readonly #settle: Statement<[number, string, number, number, string, string]>;
  readonly #settled: Statement<[string, string], Settled>;
  readonly #words: Statement<[string], string>;

  constructor(db: Database) {
    this.#db = db;
    this.#highest = db.prepare<[string], number>("SELECT coalesce(max(counter), 0) FROM command WHERE unit = ?").pluck();
    this.#write = db.prepare("INSERT INTO command (id, unit, counter, words, issued_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?)");
    this.#settle = db.prepare("UPDATE command SET done = ?, refused = ?, result_ms = ?, journaled = ? WHERE id = ? AND unit = ?");
    this.#settled = db.prepare("SELECT done, refused, result_ms, journaled FROM command WHERE id = ? AND unit = ?");
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

  /** Writes a result down: the first one, until the journal has its say, which is the last word. */
  settle({ unit, commandId, done, refused, wallMs }: stopline.v1.Result, by: Said): Settlement {
    const was = this.#settled.get(commandId, unit);
    if (was === undefined) return "unknown";
    const first = was.done === null;
    if (!first && (by === "message" || was.journaled === 1)) return "repeated";
    this.#settle.run(done ? 1 : 0, refused, wallMs, by === "journal" ? 1 : 0, commandId, unit);
    if (first) return "first";
    return (was.done === 1) === done && was.refused === refused ? "repeated" : "corrected";
  }

  /** null while there is none. */
  resultOf(id: string, unit: string): { readonly done: boolean; readonly refused: string; readonly wall_ms: number } | null {
    const settled = this.#settled.get(id, unit);
    if (settled === undefined || settled.done === null) return null;
    return { done: settled.done === 1, refused: settled.refused ?? "", wall_ms: settled.result_ms ?? 0 };
  }
}
