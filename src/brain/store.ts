import type { Database } from "better-sqlite3";
import { stopline } from "#wire";
import type { WallTime } from "../traffic/time.ts";
import type { Arrival, ChunkArrival, KeptRecord } from "./arrival.ts";
import { CommandBook } from "./book.ts";
import { Held } from "./held.ts";
import { prepareStore } from "./schema.ts";
import { contiguous, holes, missingIn, place, type Span, type Spans, type Standing } from "./sequence.ts";
import { Tallies } from "./tallies.ts";

/** What became of what arrived, for people and for acknowledgements. */
export type Outcome =
  | { readonly kind: "placed"; readonly unit: string; readonly standing: Standing; readonly span: Span; readonly stored: number }
  | { readonly kind: "gap"; readonly unit: string; readonly spans: Spans; readonly reason: string }
  | { readonly kind: "anew"; readonly unit: string; readonly old: string; readonly epoch: string; readonly lost: Spans }
  | { readonly kind: "contradiction"; readonly unit: string; readonly seq: number };

const ACKED_BEFORE = "acknowledged to an earlier store of the brain, which is not this one";

interface JournalRow {
  readonly id: number;
  readonly unit: string;
  readonly epoch: string;
  readonly last_seq: number;
}

/**
 * What the brain has: each record once, and of each epoch which seqs are accounted for. A record and the account of it are one
 * transaction, so that whenever the process is killed an acknowledgement never says more, or less, than what is stored. Several
 * processes may use the file: nothing is remembered from one transaction to the next.
 */
export class Store {
  readonly book: CommandBook;
  readonly tallies: Tallies;
  readonly #db: Database;
  readonly #held: Held;
  readonly #statements: ReturnType<typeof prepare>;

  /** Throws in words if the file is not a brain's store, SQLite's errors as they come. */
  constructor(db: Database) {
    prepareStore(db);
    this.#db = db;
    this.#held = new Held(db);
    this.#statements = prepare(db);
    this.book = new CommandBook(db);
    this.tallies = new Tallies(db, this.#held);
  }

  /** Stores all of it or, throwing SQLite's error, none of it. `now` is the brain's own time. */
  take(arrivals: readonly Arrival[], now: WallTime): readonly Outcome[] {
    return this.#db
      .transaction(() => {
        const outcomes: Outcome[] = [];
        for (const arrival of arrivals) this.#takeOne(arrival, now, outcomes);
        return outcomes;
      })
      .immediate();
  }

  /** What may be acknowledged of a unit's present epoch; null if none is known. */
  ackOf(unit: string): { readonly epoch: string; readonly seq: number } | null {
    const journal = this.#statements.current.get(unit);
    return journal === undefined ? null : { epoch: journal.epoch, seq: contiguous(this.#held.of(journal.id)) };
  }

  #takeOne(arrival: Arrival, now: WallTime, outcomes: Outcome[]): void {
    const { unit } = arrival;
    if (arrival.kind === "unreadable") return;
    this.#statements.seen.run(unit, now);
    if (arrival.kind === "presence") this.#takePresence(unit, arrival.presence, outcomes);
    if (arrival.kind === "status") this.#takeStatus(unit, arrival.status, arrival.retained);
    if (arrival.kind === "chunk") this.#takeChunk(arrival, outcomes);
  }

  #takePresence(unit: string, presence: stopline.v1.Presence, outcomes: Outcome[]): void {
    const { state, epoch, lastSeq, ackedSeq } = presence;
    this.#statements.presence.run(stopline.v1.Presence.encode(presence).finish(), unit);
    // A will was written when the connection began: its journal is the one of then.
    if (state === stopline.v1.Presence.State.OFFLINE || epoch === "") return;
    const journal = this.#adopt(unit, epoch, outcomes);
    this.#statements.known.run(lastSeq, journal.id);
    // The unit has let go of what was acknowledged, so it will not come again. We never acknowledge what is not on our disk: this was
    // another store, or ours before it was put back from a copy.
    const before = missingIn(this.#held.of(journal.id), { from: 1, to: Math.min(ackedSeq, Number.MAX_SAFE_INTEGER) });
    if (before.length > 0) this.#account(journal, { from: 1, to: ackedSeq }, ACKED_BEFORE, outcomes);
  }

  #takeStatus(unit: string, status: stopline.v1.Status, retained: boolean): void {
    this.#statements.status.run(stopline.v1.Status.encode(status).finish(), unit);
    const journal = this.#statements.current.get(unit);
    // A retained status may be older than the epoch that presence has told us of.
    if (journal !== undefined && !retained) this.#statements.known.run(status.lastSeq, journal.id);
  }

  #takeChunk(chunk: ChunkArrival, outcomes: Outcome[]): void {
    const { unit, epoch, span, records, gap } = chunk;
    // An epoch that we have not seen is the newest; one that we have may be a late message of before.
    const journal = this.#statements.journal.get(unit, epoch) ?? this.#adopt(unit, epoch, outcomes);
    const held = this.#held.of(journal.id);
    const { standing, fresh, held: after } = place(held, span);
    this.#statements.known.run(span.to, journal.id);
    const stored = this.#keep(journal, records, gap !== "", outcomes);
    if (gap !== "") this.#account(journal, span, gap, outcomes);
    else if (fresh.length > 0) this.#held.replace(journal.id, held, after);
    const duplicates = records.length - stored;
    this.#statements.tally.run(stored, duplicates, journal.id);
    outcomes.push({ kind: "placed", unit, standing, span, stored });
  }

  /** Inserts what is not there yet; the key says which. Returns how many. */
  #keep({ id, unit }: JournalRow, records: readonly KeptRecord[], gap: boolean, outcomes: Outcome[]): number {
    let stored = 0;
    const contradicted: number[] = [];
    for (const r of records) {
      const said = [r.code, r.param, r.value, r.detail, r.input ? 1 : 0] as const;
      const { changes } = this.#statements.insert.run(id, r.seq, r.wall_ms, ...said);
      stored += changes;
      // A gap stands where a record may have come before it was dropped: that is no contradiction.
      if (changes === 0 && !gap && this.#statements.same.get(id, r.seq, ...said) === undefined) contradicted.push(r.seq);
    }
    if (contradicted.length > 0) {
      this.#statements.contradicted.run(contradicted.length, id);
      outcomes.push({ kind: "contradiction", unit, seq: contradicted[0]! });
    }
    return stored;
  }

  /** Counts `span` as received though what is missing of it never will be. */
  #account(journal: JournalRow, span: Span, reason: string, outcomes: Outcome[]): void {
    const held = this.#held.of(journal.id);
    const { fresh, held: after } = place(held, span);
    if (fresh.length === 0) return;
    for (const { from, to } of fresh) this.#statements.gap.run(journal.id, from, to, reason);
    this.#held.replace(journal.id, held, after);
    outcomes.push({ kind: "gap", unit: journal.unit, spans: fresh, reason });
  }

  /** Makes `epoch` the unit's present one. What is missing of the one before will not come any more. */
  #adopt(unit: string, epoch: string, outcomes: Outcome[]): JournalRow {
    const before = this.#statements.current.get(unit);
    if (before?.epoch === epoch) return before;
    this.#statements.makeJournal.run(unit, epoch);
    const journal = this.#statements.journal.get(unit, epoch)!;
    this.#statements.makeCurrent.run(journal.id, unit);
    if (before !== undefined) {
      const lost = holes(this.#held.of(before.id), before.last_seq);
      outcomes.push({ kind: "anew", unit, old: before.epoch, epoch, lost });
    }
    return journal;
  }
}

type Said = [code: number, param: number, value: number, detail: string, input: number];

const JOURNAL = "SELECT id, unit, epoch, last_seq FROM journal";

function prepare(db: Database) {
  return {
    journal: db.prepare<[unit: string, epoch: string], JournalRow>(`${JOURNAL} WHERE unit = ? AND epoch = ?`),
    current: db.prepare<[unit: string], JournalRow>(`${JOURNAL} WHERE id = (SELECT journal FROM unit WHERE unit = ?)`),
    makeJournal: db.prepare<[unit: string, epoch: string]>("INSERT INTO journal (unit, epoch) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    makeCurrent: db.prepare<[journal: number, unit: string]>("UPDATE unit SET journal = ? WHERE unit = ?"),
    known: db.prepare<[last_seq: number, journal: number]>("UPDATE journal SET last_seq = max(last_seq, ?) WHERE id = ?"),
    tally: db.prepare<[stored: number, duplicates: number, journal: number]>(
      "UPDATE journal SET records = records + ?, duplicates = duplicates + ? WHERE id = ?",
    ),
    contradicted: db.prepare<[number, journal: number]>("UPDATE journal SET contradictions = contradictions + ? WHERE id = ?"),
    insert: db.prepare<[journal: number, seq: number, wall_ms: number, ...Said]>(
      "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    same: db.prepare<[journal: number, seq: number, ...Said], 1>(
      "SELECT 1 FROM record WHERE journal = ? AND seq = ? AND (code = 301 OR (code, param, value, detail, input) = (?, ?, ?, ?, ?))",
    ),
    gap: db.prepare<[journal: number, from: number, to: number, reason: string]>(
      "INSERT INTO gap VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    seen: db.prepare<[unit: string, now: number]>(
      "INSERT INTO unit (unit, seen_ms) VALUES (?, ?) ON CONFLICT DO UPDATE SET seen_ms = excluded.seen_ms",
    ),
    presence: db.prepare<[Uint8Array, unit: string]>("UPDATE unit SET presence = ? WHERE unit = ?"),
    status: db.prepare<[Uint8Array, unit: string]>("UPDATE unit SET status = ? WHERE unit = ?"),
  };
}
