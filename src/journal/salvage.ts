import type { Database } from "better-sqlite3";
import { Instant, WallTime } from "../traffic/time.ts";
import { attempt } from "./attempt.ts";
import { encodeBody, gapEntry, gapOf } from "./body.ts";
import { Chunks } from "./chunks.ts";
import { type Old, type Piece, piecesOf } from "./pieces.ts";
import { createStore, type StoreRow, storeOf } from "./schema.ts";

export interface Anew {
  readonly unit: string;
  readonly created: WallTime;
  /** For a store that cannot go on with the old one's numbers. */
  readonly epoch: string;
  /** Why there is a new store, in words, for a record of it. */
  readonly because: string;
  /** The last durable record of an epoch, and what the monitor had latched then, as far as this process knows. */
  readonly known: { readonly epoch: string; readonly last_seq: number; readonly latched: string };
  /** The last request that this process has seen. */
  readonly arrival: number;
  /** Whether the old numbers are spoilt: the brain has other records under them. */
  readonly renew: boolean;
  /** False where the disk has no room for what could be carried over. */
  readonly carry: boolean;
}

/**
 * Makes a store in `to`, in the place of the one in `from` (null: nothing of it can be opened), in one transaction. What the brain does not
 * have and what can still be read is carried over under the old epoch, so that it keeps its name; gap records say exactly which seqs are
 * lost. Only if the old store does not say what it was, or its numbers are spoilt, a new epoch begins. The last record (in a new epoch the
 * first) says why all this happened; it is in session 0.
 */
export function makeAnew(to: Database, from: Database | null, anew: Anew): StoreRow {
  return to
    .transaction(() => {
      const old = from === null ? null : attempt(() => oldStore(from, anew));
      const { unit, created, known } = anew;
      if (from === null || old === null) {
        const row = createStore(
          to,
          {
            unit,
            epoch: anew.epoch,
            created,
            session: 0,
            renewed: WallTime(0),
            latched: known.latched || ((from === null ? null : attempt(() => latchedOf(from, unit))) ?? ""),
          },
          anew.arrival,
        );
        const counter = from === null ? null : attempt(() => counterOf(from, unit));
        raiseCounter(to, counter ?? 0);
        new Carrier(to, row, anew).note(1, 1, 0);
        return row;
      }
      const fresh = anew.renew ? { epoch: anew.epoch, created, renewed: created } : {};
      // The disk may have lost that the fault was latched after it had taken it; that it was reset is lost to the safe side.
      const latched = known.latched || old.row.latched;
      const row = createStore(to, { ...old.row, ...fresh, latched }, Math.max(anew.arrival, attempt(() => arrivalOf(from)) ?? 0));
      raiseCounter(to, attempt(() => counterOf(from, unit)) ?? 0);
      copyRequests(from, to);
      const carrier = new Carrier(to, row, anew);
      if (!anew.renew) to.prepare("UPDATE acks SET seq = ?").run(old.acked ?? 0);
      if (anew.renew) carrier.renumbered(from, old);
      else carrier.carried(from, old);
      return row;
    })
    .immediate();
}

function oldStore(from: Database, { unit }: Anew): Old | null {
  const row = storeOf(from);
  if (row?.unit !== unit) return null;
  return { row, acked: attempt(() => from.prepare<[], number>("SELECT seq FROM acks").pluck().get() ?? null) };
}

/** A fault stands over everything, also over the way back from a release whose tables this one does not know. */
const latchedOf = (from: Database, unit: string): string | undefined =>
  from.prepare<[string], string>("SELECT latched FROM store WHERE unit = ?").pluck().get(unit);

/** Without the counter, old commands could be played again. */
const counterOf = (from: Database, unit: string): number | undefined =>
  from.prepare<[string], number>("SELECT value FROM counter WHERE EXISTS (SELECT 1 FROM store WHERE unit = ?)").pluck().get(unit);

const raiseCounter = (to: Database, counter: number) => to.prepare("UPDATE counter SET value = ?").run(counter);

const arrivalOf = (from: Database): number | undefined =>
  from.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'inbox'").pluck().get();

/** Waiting commands come along only if all results do: without its result a command that was done would be done again. */
function copyRequests(from: Database, to: Database): void {
  const results = copyTable(from, to, "results", 6);
  const strangers = copyTable(from, to, "strangers", 2);
  if (results && strangers) copyTable(from, to, "inbox", 6);
}

/** False if not all of it could be read. */
function copyTable(from: Database, to: Database, table: string, columns: number): boolean {
  const insert = to.prepare<unknown[]>(`INSERT INTO ${table} VALUES (${Array(columns).fill("?").join(", ")})`);
  const rows = attempt(() => from.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw().all());
  try {
    for (const row of rows ?? []) insert.run(...row);
    return rows !== null;
  } catch (error) {
    // What was read is no such row.
    if (String((error as { code?: unknown }).code).startsWith("SQLITE_CONSTRAINT")) return false;
    throw error;
  }
}

/** Fills the chunks of a store that is made anew. */
class Carrier {
  readonly #chunks: Chunks;
  readonly #row: StoreRow;
  readonly #anew: Anew;

  constructor(to: Database, row: StoreRow, anew: Anew) {
    this.#chunks = new Chunks(to);
    this.#row = row;
    this.#anew = anew;
  }

  /** The record of what happened, in the place of `from` to `to`; `dropped` as in a gap record. */
  note(from: number, to: number, dropped: number, words = this.#anew.because): void {
    const { unit, created } = this.#anew;
    const head = { unit, epoch: this.#row.epoch, session: 0, first_seq: from, wall_base: created };
    const body = encodeBody(head, [gapEntry(Instant(0), { from, to, reason: words }, dropped)]);
    this.#chunks.insert({ first_seq: from, last_seq: to, session: 0, at_once: true, gap: true, body });
  }

  /** Under the same epoch, with the same numbers. */
  carried(from: Database, old: Old): void {
    const { carry, known, because } = this.#anew;
    let next = (old.acked ?? 0) + 1;
    const end = piecesOf(from, old, (piece) => {
      if (!carry) return;
      this.#put(piece, 0);
      next = piece.last_seq + 1;
    });
    const told = known.epoch === old.row.epoch ? known.last_seq : 0;
    // No seq may be given out twice, whatever the unreadable end held.
    const guessed = told === 0 && end.more > 0;
    const last = guessed ? end.last_seq + end.more : Math.max(end.last_seq, told);
    const lost = Math.max(0, last - next + 1);
    const words = lost === 0 ? "" : `; records ${next} to ${last} ${carry ? "could not be read" : "found no room in the new one"}`;
    // It stands for itself alone where nothing is lost at the end.
    this.note(next, Math.max(next, last), guessed ? 0 : lost, because + words);
  }

  /** Under a new epoch, numbered anew: what the brain has not acknowledged. */
  renumbered(from: Database, old: Old): void {
    this.note(1, 1, 0);
    let shift: number | null = null;
    piecesOf(from, old, (piece) => {
      shift ??= 2 - piece.first_seq;
      this.#put(piece, shift);
    });
  }

  #put({ chunk, first_seq, last_seq }: Piece, shift: number): void {
    const { unit, session, wall_base, records } = chunk;
    const [first, last] = [first_seq + shift, last_seq + shift];
    const lost = first_seq < chunk.first_seq;
    const gap = lost ? { from: first, to: last, reason: "the journal's file was broken there" } : gapOf(records);
    const entries =
      gap === null ? records : [gapEntry(records[0]!.at, { ...gap, from: first, to: last }, lost ? last - first + 1 : records[0]!.value)];
    const body = encodeBody({ unit, epoch: this.#row.epoch, session, first_seq: first, wall_base }, entries);
    this.#chunks.insert({ first_seq: first, last_seq: last, session, at_once: false, gap: gap !== null, body });
  }
}
