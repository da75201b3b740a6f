import type { stopline } from "#wire";
import { type Ask, all, type Engine, one } from "./ask.ts";

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

export interface KeptResult {
  readonly done: boolean;
  readonly refused: string;
  readonly wall_ms: number;
}

const SETTLED = "SELECT done, refused, result_ms, journaled FROM command WHERE id = ? AND unit = ?";

/** Every command that was sent, and its one result. */
export class CommandBook {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Writes a command down before it is sent, and returns its counter. It is at least the time in ms, so that two programs with one key
   * and a book each stay in order, and a brain that lost its book does too.
   */
  issue({ id, unit, words, issued_ms, expires_ms }: Issue): Promise<number> {
    return this.#engine.write(function* () {
      // Who else counts for this unit waits for its row.
      yield* all("UPDATE unit SET unit = unit WHERE unit = ?", unit);
      const last = yield* one<{ counter: number }>("SELECT counter FROM command WHERE unit = ? ORDER BY counter DESC LIMIT 1", unit);
      const counter = Math.max((last?.counter ?? 0) + 1, issued_ms);
      const columns = "id, unit, counter, words, issued_ms, expires_ms";
      yield* all(`INSERT INTO command (${columns}) VALUES (?, ?, ?, ?, ?, ?)`, id, unit, counter, words, issued_ms, expires_ms);
      return counter;
    });
  }

  /** Writes a result down, in a transaction of its own. */
  settle(result: stopline.v1.Result, by: Said): Promise<Settlement> {
    return this.#engine.write(() => settle(result, by));
  }

  /** The last command of a name that was issued for a unit since then, unless it has refused it; null while there is none. */
  lastOf(unit: string, command: string, since_ms: number): Promise<{ readonly id: string; readonly issued_ms: number } | null> {
    return this.#engine.read(function* () {
      // A counter is at least its time, and has the index.
      const text =
        "SELECT id, issued_ms, done FROM command WHERE unit = ? AND counter >= ? AND issued_ms >= ? AND words LIKE ? ORDER BY counter DESC LIMIT 1";
      const last = yield* one<{ id: string; issued_ms: number; done: number | null }>(text, unit, since_ms, since_ms, `${command} %`);
      return last === undefined || last.done === 0 ? null : { id: last.id, issued_ms: Number(last.issued_ms) };
    });
  }

  /** null while there is none. */
  resultOf(id: string, unit: string): Promise<KeptResult | null> {
    return this.#engine.read(function* () {
      const settled = yield* one<Settled>(SETTLED, id, unit);
      if (settled === undefined || settled.done === null) return null;
      return { done: settled.done === 1, refused: settled.refused ?? "", wall_ms: settled.result_ms ?? 0 };
    });
  }
}

/** What was asked; "" if it is not in the book. */
export function* wordsOf(id: string): Ask<string> {
  return (yield* one<{ words: string }>("SELECT words FROM command WHERE id = ?", id))?.words ?? "";
}

/** Writes a result down: the first one, until the journal has its say, which is the last word. */
export function* settle({ unit, commandId, done, refused, wallMs }: stopline.v1.Result, by: Said): Ask<Settlement> {
  const was = yield* one<Settled>(SETTLED, commandId, unit);
  if (was === undefined) return "unknown";
  const first = was.done === null;
  if (!first && (by === "message" || was.journaled === 1)) return "repeated";
  const values = [done ? 1 : 0, refused, wallMs, by === "journal" ? 1 : 0, commandId, unit] as const;
  yield* all("UPDATE command SET done = ?, refused = ?, result_ms = ?, journaled = ? WHERE id = ? AND unit = ?", ...values);
  if (first) return "first";
  return (was.done === 1) === done && was.refused === refused ? "repeated" : "corrected";
}
