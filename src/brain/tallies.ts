import type { Database, Statement } from "better-sqlite3";
import { stopline } from "#wire";
import type { KeptRecord } from "./arrival.ts";
import type { Held } from "./held.ts";
import { contiguous, holes, lengthOf } from "./sequence.ts";

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

interface JournalRow {
  readonly id: number;
  readonly epoch: string;
  readonly last_seq: number;
  readonly records: number;
  readonly duplicates: number;
  readonly contradictions: number;
}

/** The store as people ask about it. */
export class Tallies {
  readonly #held: Held;
  readonly #units: Statement<[], UnitRow>;
  readonly #journals: Statement<[string], JournalRow>;
  readonly #gaps: Statement<[number], { readonly gaps: number; readonly lost: number }>;
  readonly #last: Statement<[number], Omit<KeptRecord, "input"> & { readonly input: number }>;

  constructor(db: Database, held: Held) {
    this.#held = held;
    this.#units = db.prepare("SELECT unit, journal, presence, status, seen_ms FROM unit ORDER BY unit");
    this.#journals = db.prepare("SELECT id, epoch, last_seq, records, duplicates, contradictions FROM journal WHERE unit = ? ORDER BY id");
    this.#gaps = db.prepare("SELECT count(*) AS gaps, coalesce(sum(to_seq - from_seq + 1), 0) AS lost FROM gap WHERE journal = ?");
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
      const { gaps, lost } = this.#gaps.get(journal.id)!;
      // What is missing of an epoch that is over will not come.
      const tail = journal.id === row.journal ? [] : holes(this.#held.of(journal.id), journal.last_seq);
      sum.gaps += gaps + tail.length;
      sum.lost += lost + lengthOf(tail);
      sum.records += journal.records;
      sum.duplicates += journal.duplicates;
      sum.contradictions += journal.contradictions;
    }
    const current = journals.find((journal) => journal.id === row.journal);
    const held = current === undefined ? [] : this.#held.of(current.id);
    const last = current === undefined ? undefined : this.#last.get(current.id);
    return {
      unit: row.unit,
      presence: row.presence === null ? null : stopline.v1.Presence.decode(row.presence),
      status: row.status === null ? null : stopline.v1.Status.decode(row.status),
      seen_ms: row.seen_ms,
      epoch: current?.epoch ?? "",
      ...sum,
      last_seq: current?.last_seq ?? 0,
      acked_seq: contiguous(held),
      ahead: lengthOf(held) - contiguous(held),
      last: last === undefined ? null : { ...last, input: last.input === 1 },
    };
  }
}
