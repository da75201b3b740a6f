import { stopline } from "#wire";
import { CODE } from "../traffic/codes.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Arrival, type ChunkArrival, type KeptRecord, resultOf } from "./arrival.ts";
import { type Ask, all, type Engine, each, one, type Value } from "./ask.ts";
import { CommandBook, type Said, type Settlement, settle, wordsOf } from "./book.ts";
import { accountedOf, heldOf, replaceHeld, type Word } from "./held.ts";
import { detailsOf, lastOf, type Place, type PlacedRecord, recordsAfter, recordsSince } from "./reading.ts";
import { contiguous, highest, holes, missingIn, place, type Span, type Spans, type Standing } from "./sequence.ts";
import { type Tally, tallies } from "./tallies.ts";

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

/** What may be acknowledged of a unit. */
export interface Acked {
  readonly epoch: string;
  readonly seq: number;
}

/**
 * What the brain has: each record once, and of each epoch which seqs are accounted for. A record and the account of it are one
 * transaction, so that whenever the process is killed an acknowledgement never says more, or less, than what is stored. Several
 * processes may use one database, and several may receive: whoever writes of a unit holds that unit's row, and nothing is remembered from one
 * transaction to the next.
 */
export class Store {
  readonly book: CommandBook;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.book = new CommandBook(engine);
  }

  /** Stores all of it or, rejecting with the database's error, none of it. `now` is the brain's own time. */
  take(arrivals: readonly Arrival[], now: WallTime): Promise<readonly Outcome[]> {
    // By unit, and of each in the order of arrival: two processes that wait for each other's rows would wait for ever.
    const ordered = [...arrivals].sort((a, b) => (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0));
    return this.#engine.write(() => this.#take(ordered, now));
  }

  /** Of a unit's present epoch; null if none is known. */
  ackOf(unit: string): Promise<Acked | null> {
    return this.#engine.read(() => ackOf(unit));
  }

  acksOf(units: readonly string[]): Promise<ReadonlyMap<string, Acked>> {
    return this.#engine.read(function* () {
      const acks = new Map<string, Acked>();
      for (const unit of units) {
        const ack = yield* ackOf(unit);
        if (ack !== null) acks.set(unit, ack);
      }
      return acks;
    });
  }

  /** A unit's records behind a place, at most `limit`, in order and without holes; null for the beginning. */
  recordsAfter(unit: string, after: Place | null, limit: number): Promise<readonly PlacedRecord[]> {
    return this.#engine.read(() => recordsAfter(unit, after, limit));
  }

  /** The newest record of this code in a unit's present journal, whatever is missing before it; null if there is none. */
  lastOf(unit: string, code: number): Promise<KeptRecord | null> {
    return this.#engine.read(() => lastOf(unit, code));
  }

  /** What the records of this code say, of a unit's present journal, newest first. */
  detailsOf(unit: string, code: number, limit: number): Promise<readonly string[]> {
    return this.#engine.read(() => detailsOf(unit, code, limit));
  }

  /** A unit's records of this code from a time on, oldest first, whatever is missing between them. */
  recordsSince(unit: string, code: number, from_ms: number): Promise<readonly KeptRecord[]> {
    return this.#engine.read(() => recordsSince(unit, code, from_ms));
  }

  /** All units, by name. */
  tallies(): Promise<readonly Tally[]> {
    return this.#engine.read(tallies);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  *#take(arrivals: readonly Arrival[], now: WallTime): Ask<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const arrival of arrivals) yield* this.#takeOne(arrival, now, outcomes);
    return outcomes;
  }

  *#takeOne(arrival: Arrival, now: WallTime, outcomes: Outcome[]): Ask<void> {
    const { unit } = arrival;
    if (arrival.kind === "unreadable") return;
    // First of all: whoever else writes of this unit waits here until we are done.
    yield* all("INSERT INTO unit (unit, seen_ms) VALUES (?, ?) ON CONFLICT (unit) DO UPDATE SET seen_ms = excluded.seen_ms", unit, now);
    if (arrival.kind === "presence") yield* this.#takePresence(unit, arrival.presence, arrival.retained, outcomes);
    if (arrival.kind === "status") yield* this.#takeStatus(unit, arrival.status, arrival.retained, outcomes);
    if (arrival.kind === "chunk") yield* this.#takeChunk(arrival, outcomes);
    if (arrival.kind === "result") yield* this.#settle(arrival.result, "message", outcomes);
  }

  *#takePresence(unit: string, presence: stopline.v1.Presence, retained: boolean, outcomes: Outcome[]): Ask<void> {
    yield* all("UPDATE unit SET presence = ? WHERE unit = ?", stopline.v1.Presence.encode(presence).finish(), unit);
    // A will was written when the connection began: its journal is the one of then.
    if (presence.state !== stopline.v1.Presence.State.OFFLINE) yield* this.#hear(unit, presence, retained, outcomes);
  }

  *#takeStatus(unit: string, status: stopline.v1.Status, retained: boolean, outcomes: Outcome[]): Ask<void> {
    yield* all("UPDATE unit SET status = ? WHERE unit = ?", stopline.v1.Status.encode(status).finish(), unit);
    yield* this.#hear(unit, status, retained, outcomes);
  }

  /**
   * The unit's word on how its journal stands; it comes every few seconds, and the newest counts. What it says is acknowledged was so to
   * another store of the brain, or to ours before that was put back from a copy: the unit has let go of it, so it will not come again.
   */
  *#hear(
    unit: string,
    said: Pick<stopline.v1.Status, "epoch" | "lastSeq" | "ackedSeq">,
    retained: boolean,
    outcomes: Outcome[],
  ): Ask<void> {
    const { epoch, lastSeq, ackedSeq } = said;
    if (epoch === "") return;
    // What a broker retained may be older than what we have heard: it takes no epoch's place and lowers no number.
    const present = yield* currentOf(unit);
    if (retained && present !== undefined && present.epoch !== epoch) return;
    const journal = yield* this.#adopt(unit, epoch, outcomes);
    const told_seq = Math.max(lastSeq, retained ? journal.told_seq : 0);
    const floor_seq = Math.max(ackedSeq, retained ? journal.floor_seq : 0);
    yield* all("UPDATE journal SET told_seq = ?, floor_seq = ? WHERE id = ?", told_seq, floor_seq, journal.id);
    const lost = missingIn(yield* accountedOf({ ...journal, told_seq }), { from: 1, to: floor_seq });
    if (lost.length > 0) outcomes.push({ kind: "gap", unit, spans: lost, reason: ACKED_BEFORE });
  }

  *#takeChunk(chunk: ChunkArrival, outcomes: Outcome[]): Ask<void> {
    const { unit, epoch, span, records, gap } = chunk;
    // Which epoch is the present one is not for a chunk to say: it may be a late one. Where we know of none it is the best guess.
    const present = (yield* currentOf(unit)) ?? (yield* this.#adopt(unit, epoch, outcomes));
    const journal = present.epoch === epoch ? present : yield* journalOf(unit, epoch);
    const held = yield* heldOf(journal.id);
    const { standing, held: after } = place(held, span);
    const stored = yield* this.#keep(journal, records, gap !== "", outcomes);
    if (gap !== "") yield* this.#takeGap(journal, span, gap, outcomes);
    else yield* replaceHeld(journal.id, held, after);
    const duplicates = records.length - stored;
    yield* all("UPDATE journal SET records = records + ?, duplicates = duplicates + ? WHERE id = ?", stored, duplicates, journal.id);
    outcomes.push({ kind: "placed", unit, standing, span, stored });
  }

  /** Inserts what is not there yet; the key says which. Returns how many. */
  *#keep({ id, unit }: JournalRow, records: readonly KeptRecord[], gap: boolean, outcomes: Outcome[]): Ask<number> {
    const rows = records.map((r) => [id, r.seq, r.wall_ms, ...contentsOf(r)]);
    const sql = "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq";
    const stored = new Set((yield* each<{ seq: number }>(sql, rows)).map(({ seq }) => seq));
    for (const record of records) {
      const result = stored.has(record.seq) ? resultOf(unit, record) : null;
      if (result !== null) yield* this.#settle(result, "journal", outcomes);
    }
    // A gap stands where a record may have come before it was dropped: that is no contradiction.
    if (!gap && stored.size < records.length) yield* this.#compare(id, unit, records, stored, outcomes);
    return stored.size;
  }

  /** What has come again against what is here. */
  *#compare(journal: number, unit: string, records: readonly KeptRecord[], fresh: ReadonlySet<number>, outcomes: Outcome[]): Ask<void> {
    const [from, to] = [records[0]!.seq, records.at(-1)!.seq];
    const sql = "SELECT seq, code, param, value, detail, input FROM record WHERE journal = ? AND seq BETWEEN ? AND ?";
    const kept = new Map((yield* all<KeptRow>(sql, journal, from, to)).map((row) => [row.seq, row]));
    const contradicted = records.filter((r) => {
      const row = kept.get(r.seq);
      if (fresh.has(r.seq) || row === undefined || row.code === CODE.gap) return false;
      const [code, param, value, detail, input] = contentsOf(r);
      const same = row.code === code && row.param === param && row.value === value && row.input === input;
      return !same || row.detail !== this.#engine.kept(detail);
    });
    if (contradicted.length === 0) return;
    yield* all("UPDATE journal SET contradictions = contradictions + ? WHERE id = ?", contradicted.length, journal);
    outcomes.push({ kind: "contradiction", unit, seq: contradicted[0]!.seq });
  }

  /** What a gap record stands for; one that has grown counts anew. */
  *#takeGap(journal: JournalRow, span: Span, reason: string, outcomes: Outcome[]): Ask<void> {
    const fresh = missingIn(yield* accountedOf(journal), span);
    const grown = yield* all(
      "INSERT INTO gap VALUES (?, ?, ?, ?) ON CONFLICT (journal, from_seq) DO UPDATE SET to_seq = excluded.to_seq, reason = excluded.reason " +
        "WHERE excluded.to_seq > gap.to_seq RETURNING 1 AS grown",
      journal.id,
      span.from,
      span.to,
      reason,
    );
    if (grown.length > 0 && fresh.length > 0) outcomes.push({ kind: "gap", unit: journal.unit, spans: fresh, reason });
  }

  *#settle(result: stopline.v1.Result, by: Said, outcomes: Outcome[]): Ask<void> {
    const settlement = yield* settle(result, by);
    if (settlement === "unknown") return;
    outcomes.push({ kind: "settled", unit: result.unit, words: yield* wordsOf(result.commandId), result, settlement });
  }

  /** Makes `epoch` the unit's present one. What is missing of the one before will not come any more. */
  *#adopt(unit: string, epoch: string, outcomes: Outcome[]): Ask<JournalRow> {
    const before = yield* currentOf(unit);
    if (before?.epoch === epoch) return before;
    const journal = yield* journalOf(unit, epoch);
    // A late chunk may have made its row, but only the unit's own word fills it in.
    const again = journal.told_seq > 0;
    yield* all("UPDATE unit SET journal = ? WHERE unit = ?", journal.id, unit);
    if (before !== undefined) {
      const accounted = yield* accountedOf(before);
      const lost = holes(accounted, Math.max(before.told_seq, highest(accounted)));
      outcomes.push({ kind: "anew", unit, old: before.epoch, epoch, again, lost });
    }
    return journal;
  }
}

type Contents = readonly [code: number, param: number, value: number, detail: string, input: number];

const contentsOf = (r: KeptRecord): Contents => [r.code, r.param, r.value, r.detail, r.input ? 1 : 0];

interface KeptRow {
  readonly seq: number;
  readonly code: number;
  readonly param: number;
  readonly value: number;
  readonly detail: string;
  readonly input: number;
}

const JOURNAL = "SELECT id, unit, epoch, told_seq, floor_seq FROM journal";

const currentOf = (unit: string): Ask<JournalRow | undefined> =>
  one<JournalRow>(`${JOURNAL} WHERE id = (SELECT journal FROM unit WHERE unit = ?)`, unit);

function* journalOf(unit: string, epoch: string): Ask<JournalRow> {
  const values: readonly Value[] = [unit, epoch];
  yield* all("INSERT INTO journal (unit, epoch) VALUES (?, ?) ON CONFLICT (unit, epoch) DO NOTHING", ...values);
  return (yield* one<JournalRow>(`${JOURNAL} WHERE unit = ? AND epoch = ?`, ...values))!;
}

function* ackOf(unit: string): Ask<Acked | null> {
  const journal = yield* currentOf(unit);
  return journal === undefined ? null : { epoch: journal.epoch, seq: contiguous(yield* accountedOf(journal)) };
}
