import { stopline } from "#wire";
import type { KeptRecord } from "./arrival.ts";
import { type Ask, all } from "./ask.ts";
import { accounted, lost, type Word } from "./held.ts";
import { contiguous, highest, holes, lengthOf, type Span, type Spans } from "./sequence.ts";

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
  readonly presence: Uint8Array | null;
  readonly status: Uint8Array | null;
  readonly seen_ms: number;
}

interface JournalRow extends Word {
  readonly unit: string;
  readonly epoch: string;
  readonly records: number;
  readonly duplicates: number;
  readonly contradictions: number;
}

interface LastRow extends Omit<KeptRecord, "input"> {
  readonly journal: number;
  readonly input: number;
}

interface Standing {
  readonly journals: readonly JournalRow[];
  readonly held: ReadonlyMap<number, Spans>;
  readonly gaps: ReadonlyMap<number, Spans>;
  readonly last: ReadonlyMap<number, LastRow>;
}

const LAST = `SELECT journal, seq, wall_ms, code, param, value, detail, input FROM record
  WHERE (journal, seq) IN (SELECT u.journal, (SELECT max(r.seq) FROM record r WHERE r.journal = u.journal) FROM unit u)`;

/** The store as people ask about it: five questions, however many units there are. */
export function* tallies(): Ask<readonly Tally[]> {
  const units = yield* all<UnitRow>("SELECT unit, journal, presence, status, seen_ms FROM unit ORDER BY unit");
  const journals = yield* all<JournalRow>(
    "SELECT id, unit, epoch, told_seq, floor_seq, records, duplicates, contradictions FROM journal ORDER BY id",
  );
  const held = byJournal(yield* all<Run>('SELECT journal, from_seq AS "from", to_seq AS "to" FROM held ORDER BY journal, from_seq'));
  const gaps = byJournal(yield* all<Run>('SELECT journal, from_seq AS "from", to_seq AS "to" FROM gap ORDER BY journal, from_seq'));
  const last = new Map((yield* all<LastRow>(LAST)).map((row) => [row.journal, row]));
  const of = Map.groupBy(journals, ({ unit }) => unit);
  return units.map((row) => tallyOf(row, { journals: of.get(row.unit) ?? [], held, gaps, last }));
}

type Run = Span & { readonly journal: number };

const byJournal = (runs: readonly Run[]): ReadonlyMap<number, Spans> => Map.groupBy(runs, ({ journal }) => journal);

function tallyOf(row: UnitRow, { journals, held, gaps, last }: Standing): Tally {
  const sum = { records: 0, duplicates: 0, contradictions: 0, lost: 0, gaps: 0 };
  for (const journal of journals) {
    const here = held.get(journal.id) ?? [];
    // What is missing of an epoch that is over will not come.
    const over = holes(here, Math.max(journal.told_seq, highest(here)));
    const gone = journal.id === row.journal ? lost(journal, here, gaps.get(journal.id) ?? []) : over;
    sum.gaps += gone.length;
    sum.lost += lengthOf(gone);
    sum.records += journal.records;
    sum.duplicates += journal.duplicates;
    sum.contradictions += journal.contradictions;
  }
  const current = journals.find((journal) => journal.id === row.journal);
  const all = current === undefined ? [] : accounted(current, held.get(current.id) ?? [], gaps.get(current.id) ?? []);
  const newest = current === undefined ? undefined : last.get(current.id);
  return {
    unit: row.unit,
    presence: row.presence === null ? null : stopline.v1.Presence.decode(row.presence),
    status: row.status === null ? null : stopline.v1.Status.decode(row.status),
    seen_ms: row.seen_ms,
    epoch: current?.epoch ?? "",
    ...sum,
    last_seq: Math.max(current?.told_seq ?? 0, highest(all)),
    acked_seq: contiguous(all),
    ahead: lengthOf(all) - contiguous(all),
    last: newest === undefined ? null : lastOf(newest),
  };
}

const lastOf = ({ journal: _, input, ...record }: LastRow): KeptRecord => ({ ...record, input: input === 1 });
