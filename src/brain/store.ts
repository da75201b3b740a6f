import type { Database } from "better-sqlite3";
import { stopline } from "#wire";
import type { WallTime } from "../traffic/time.ts";
import { type Arrival, type ChunkArrival, type KeptRecord, resultOf } from "./arrival.ts";
import { CommandBook, type Said, type Settlement } from "./book.ts";
import { Held, type Word } from "./held.ts";
import { prepareStore } from "./schema.ts";
import { contiguous, highest, holes, missingIn, place, type Span, type Spans, type Standing } from "./sequence.ts";
import { Tallies } from "./tallies.ts";

/** What became of what arrived, for people and for acknowledgements. */
export type Outcome =
  | { readonly kind: "placed"; readonly unit: string; readonly standing: Standing; readonly span: Span; readonly stored: number }
  | { readonly kind: "gap"; readonly unit: string; readonly spans: Spans; readonly reason: string }
  /** `again`: an epoch that was there before. */
  | {
      readonly kind: "anew";
      readonly unit: string;
      readonly old: string;
      readonly epoch: string;
      readonly again: boolean;
      readonly lost: Spans;
    }
  | { readonly kind: "contradiction"; readonly unit: string; readonly seq: number }
  | {
      readonly kind: "settled";
      readonly unit: string;
      /** What was asked. */
      readonly words: string;
      readonly result: stopline.v1.Result;
      readonly settlement: Exclude<Settlement, "unknown">;
    };

const ACKED_BEFORE = "acknowledged to an earlier store of the brain, which is not this one";

interface JournalRow extends Word {
  readonly unit: string;
  readonly epoch: string;
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
    return journal === undefined ? null : { epoch: journal.epoch, seq: contiguous(this.#held.accounted(journal)) };
  }

  #takeOne(arrival: Arrival, now: WallTime, outcomes: Outcome[]): void {
    const { unit } = arrival;
    if (arrival.kind === "unreadable") return;
    this.#statements.seen.run(unit, now);
    if (arrival.kind === "presence") this.#takePresence(unit, arrival.presence, arrival.retained, outcomes);
    if (arrival.kind === "status") this.#takeStatus(unit, arrival.status, arrival.retained, outcomes);
    if (arrival.kind === "chunk") this.#takeChunk(arrival, outcomes);
    if (arrival.kind === "result") this.#settle(arrival.result, "message", outcomes);
  }

  #takePresence(unit: string, presence: stopline.v1.Presence, retained: boolean, outcomes: Outcome[]): void {
    this.#statements.presence.run(stopline.v1.Presence.encode(presence).finish(), unit);
    // A will was written when the connection began: its journal is the one of then.
    if (presence.state !== stopline.v1.Presence.State.OFFLINE) this.#hear(unit, presence, retained, outcomes);
  }

  #takeStatus(unit: string, status: stopline.v1.Status, retained: boolean, outcomes: Outcome[]): void {
    this.#statements.status.run(stopline.v1.Status.encode(status).finish(), unit);
    this.#hear(unit, status, retained, outcomes);
  }

  /**
   * The unit's word on how its journal stands; it comes every few seconds, and the newest counts. What it says is acknowledged was so to
   * another store of the brain, or to ours before that was put back from a copy: the unit has let go of it, so it will not come again.
   */
  #hear(unit: string, said: Pick<stopline.v1.Status, "epoch" | "lastSeq" | "ackedSeq">, retained: boolean, outcomes: Outcome[]): void {
    const { epoch, lastSeq, ackedSeq } = said;
    if (epoch === "") return;
    // What a broker retained may be older than what we have heard: it takes no epoch's place and lowers no number.
    const present = this.#statements.current.get(unit);
    if (retained && present !== undefined && present.epoch !== epoch) return;
    const journal = this.#adopt(unit, epoch, outcomes);
    const told_seq = Math.max(lastSeq, retained ? journal.told_seq : 0);
    const floor_seq = Math.max(ackedSeq, retained ? journal.floor_seq : 0);
    this.#statements.hear.run(told_seq, floor_seq, journal.id);
    const lost = missingIn(this.#held.accounted({ ...journal, told_seq }), { from: 1, to: floor_seq });
    if (lost.length > 0) outcomes.push({ kind: "gap", unit, spans: lost, reason: ACKED_BEFORE });
  }

  #takeChunk(chunk: ChunkArrival, outcomes: Outcome[]): void {
    const { unit, epoch, span, records, gap } = chunk;
    // Which epoch is the present one is not for a chunk to say: it may be a late one. Where we know of none it is the best guess.
    const present = this.#statements.current.get(unit) ?? this.#adopt(unit, epoch, outcomes);
    const journal = present.epoch === epoch ? present : this.#journalOf(unit, epoch);
    const held = this.#held.of(journal.id);
    const { standing, held: after } = place(held, span);
    const stored = this.#keep(journal, records, gap !== "", outcomes);
    if (gap !== "") this.#takeGap(journal, span, gap, outcomes);
    else this.#held.replace(journal.id, held, after);
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
      const result = changes === 1 ? resultOf(unit, r) : null;
      if (result !== null) this.#settle(result, "journal", outcomes);
      // A gap stands where a record may have come before it was dropped: that is no contradiction.
      if (changes === 0 && !gap && this.#statements.same.get(id, r.seq, ...said) === undefined) contradicted.push(r.seq);
    }
    if (contradicted.length > 0) {
      this.#statements.contradicted.run(contradicted.length, id);
      outcomes.push({ kind: "contradiction", unit, seq: contradicted[0]! });
    }
    return stored;
  }

  /** What a gap record stands for; one that has grown counts anew. */
  #takeGap(journal: JournalRow, span: Span, reason: string, outcomes: Outcome[]): void {
    const fresh = missingIn(this.#held.accounted(journal), span);
    const { changes } = this.#statements.gap.run(journal.id, span.from, span.to, reason);
    if (changes > 0 && fresh.length > 0) outcomes.push({ kind: "gap", unit: journal.unit, spans: fresh, reason });
  }

  #settle(result: stopline.v1.Result, by: Said, outcomes: Outcome[]): void {
    const settlement = this.book.settle(result, by);
    if (settlement === "unknown") return;
    outcomes.push({ kind: "settled", unit: result.unit, words: this.book.wordsOf(result.commandId), result, settlement });
  }

  #journalOf(unit: string, epoch: string): JournalRow {
    this.#statements.makeJournal.run(unit, epoch);
    return this.#statements.journal.get(unit, epoch)!;
  }

  /** Makes `epoch` the unit's present one. What is missing of the one before will not come any more. */
  #adopt(unit: string, epoch: string, outcomes: Outcome[]): JournalRow {
    const before = this.#statements.current.get(unit);
    if (before?.epoch === epoch) return before;
    // A late chunk may have made its row, but only the unit's own word fills it in.
    const again = (this.#statements.journal.get(unit, epoch)?.told_seq ?? 0) > 0;
    const journal = this.#journalOf(unit, epoch);
    this.#statements.makeCurrent.run(journal.id, unit);
    if (before !== undefined) {
      const accounted = this.#held.accounted(before);
      const lost = holes(accounted, Math.max(before.told_seq, highest(accounted)));
      outcomes.push({ kind: "anew", unit, old: before.epoch, epoch, again, lost });
    }
    return journal;
  }
}

type Contents = [code: number, param: number, value: number, detail: string, input: number];

const JOURNAL = "SELECT id, unit, epoch, told_seq, floor_seq FROM journal";

function prepare(db: Database) {
  return {
    journal: db.prepare<[unit: string, epoch: string], JournalRow>(`${JOURNAL} WHERE unit = ? AND epoch = ?`),
    current: db.prepare<[unit: string], JournalRow>(`${JOURNAL} WHERE id = (SELECT journal FROM unit WHERE unit = ?)`),
    makeJournal: db.prepare<[unit: string, epoch: string]>("INSERT INTO journal (unit, epoch) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    makeCurrent: db.prepare<[journal: number, unit: string]>("UPDATE unit SET journal = ? WHERE unit = ?"),
    hear: db.prepare<[told_seq: number, floor_seq: number, journal: number]>("UPDATE journal SET told_seq = ?, floor_seq = ? WHERE id = ?"),
    tally: db.prepare<[stored: number, duplicates: number, journal: number]>(
      "UPDATE journal SET records = records + ?, duplicates = duplicates + ? WHERE id = ?",
    ),
    contradicted: db.prepare<[number, journal: number]>("UPDATE journal SET contradictions = contradictions + ? WHERE id = ?"),
    insert: db.prepare<[journal: number, seq: number, wall_ms: number, ...Contents]>(
      "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    same: db.prepare<[journal: number, seq: number, ...Contents], 1>(
      "SELECT 1 FROM record WHERE journal = ? AND seq = ? AND (code = 301 OR (code, param, value, detail, input) = (?, ?, ?, ?, ?))",
    ),
    gap: db.prepare<[journal: number, from: number, to: number, reason: string]>(
      "INSERT INTO gap VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET to_seq = excluded.to_seq, reason = excluded.reason WHERE excluded.to_seq > to_seq",
    ),
    seen: db.prepare<[unit: string, now: number]>(
      "INSERT INTO unit (unit, seen_ms) VALUES (?, ?) ON CONFLICT DO UPDATE SET seen_ms = excluded.seen_ms",
    ),
    presence: db.prepare<[Uint8Array, unit: string]>("UPDATE unit SET presence = ? WHERE unit = ?"),
    status: db.prepare<[Uint8Array, unit: string]>("UPDATE unit SET status = ? WHERE unit = ?"),
  };
}
