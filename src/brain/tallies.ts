import type { Database, Statement } from "better-sqlite3";
import { stopline } from "#wire";
import type { KeptRecord } from "./arrival.ts";
import type { Held, Word } from "./held.ts";
import { contiguous, highest, holes, lengthOf } from "./sequence.ts";

/** What the store says about one unit. */
export interface Tally {
  readonly unit: string;
  readonly presence: stopline.v1.Presence | null;
  readonly status: stopline.v1.Status | null;
  /** When anything last came, by the brain's clock. */
  readonly seen_ms: number;
  readonly epoch: string;
  /** Stored, of all epochs; so are duplicates, contradictions and lost. */
  readonly records: number;
  readonly duplicates: number;
  readonly contradictions: number;
  /** Records that will not come any more, and how many runs of them there are. */
  readonly lost: number;
  readonly gaps: number;
  /** Of the present epoch. */
  readonly last_seq: number;
  readonly acked_seq: number;
  /** Here, but behind a hole, so not acknowledged. */
  readonly ahead: number;
  readonly last: KeptRecord | null;
}

interface UnitRow {
  readonly unit: string;
  readonly journal: number | null;
  readonly presence: Buffer | null;
  readonly status: Buffer | null;
  readonly seen_ms: number;
}

interface JournalRow extends Word {
  readonly epoch: string;
  readonly records: number;
  readonly duplicates: number;
  readonly contradictions: number;
}

/** The store as people ask about it. */
export class Tallies {
  readonly #held: Held;
  readonly #units: Statement<[], UnitRow>;
  readonly #journals: Statement<[string], JournalRow>;
  readonly #last: Statement<[number], Omit<KeptRecord, "input"> & { readonly input: number }>;

  constructor(db: Database, held: Held) {
    this.#held = held;
    this.#units = db.prepare("SELECT unit, journal, presence, status, seen_ms FROM unit ORDER BY unit");
    this.#journals = db.prepare(
      "SELECT id, epoch, told_seq, floor_seq, records, duplicates, contradictions FROM journal WHERE unit = ? ORDER BY id",
    );
    this.#last = db.prepare(
      "SELECT seq, wall_ms, code, param, value, detail, input FROM record WHERE journal = ? ORDER BY seq DESC LIMIT 1",
    );
  }

  all(): readonly Tally[] {
    return this.#units.all().map((row) => this.#tally(row));
  }

  #tally(row: UnitRow): Tally {
    const journals = this.#journals.all(row.unit);
    const sum = { records: 0, duplicates: 0, contradictions: 0, lost: 0, gaps: 0 };
    for (const journal of journals) {
      // What is missing of an epoch that is over will not come.
      const lost = journal.id === row.journal ? this.#held.lost(journal) : this.#missing(journal);
      sum.gaps += lost.length;
      sum.lost += lengthOf(lost);
      sum.records += journal.records;
      sum.duplicates += journal.duplicates;
      sum.contradictions += journal.contradictions;
    }
    const current = journals.find((journal) => journal.id === row.journal);
    const accounted = current === undefined ? [] : this.#held.accounted(current);
    const last = current === undefined ? undefined : this.#last.get(current.id);
    return {
      unit: row.unit,
      presence: row.presence === null ? null : stopline.v1.Presence.decode(row.presence),
      status: row.status === null ? null : stopline.v1.Status.decode(row.status),
      seen_ms: row.seen_ms,
      epoch: current?.epoch ?? "",
      ...sum,
      last_seq: Math.max(current?.told_seq ?? 0, highest(accounted)),
      acked_seq: contiguous(accounted),
      ahead: lengthOf(accounted) - contiguous(accounted),
      last: last === undefined ? null : { ...last, input: last.input === 1 },
    };
  }

  #missing(journal: JournalRow) {
    const held = this.#held.of(journal.id);
    return holes(held, Math.max(journal.told_seq, highest(held)));
  }
}
