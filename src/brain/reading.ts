import type { KeptRecord } from "./arrival.ts";
import { type Ask, all, one } from "./ask.ts";
import { accountedOf, type Word } from "./held.ts";
import { contiguous, highest } from "./sequence.ts";

/** A place in a unit's records: behind the record `seq` of `epoch`. */
export interface Place {
  readonly epoch: string;
  readonly seq: number;
}

/** A record and where it stands. Its `epoch` and `seq` are the Place to go on from. */
export type PlacedRecord = KeptRecord & Place;

interface Row extends Omit<KeptRecord, "input"> {
  readonly input: number;
}

/**
 * The records of a unit behind `after`, in order and without holes: of the present epoch only up to where nothing is missing, so that nothing ever
 * comes in before what was read. Epochs follow each other as they were first heard of; one that is over is read to its end.
 */
export function* recordsAfter(unit: string, after: Place | null, limit: number): Ask<readonly PlacedRecord[]> {
  const journals = yield* all<Word & { readonly epoch: string }>(
    "SELECT id, epoch, told_seq, floor_seq FROM journal WHERE unit = ? ORDER BY id",
    unit,
  );
  const current = yield* one<{ journal: number | null }>("SELECT journal FROM unit WHERE unit = ?", unit);
  const begin = after === null ? 0 : journals.findIndex(({ epoch }) => epoch === after.epoch);
  const found: PlacedRecord[] = [];
  for (const journal of begin < 0 ? [] : journals.slice(begin)) {
    const accounted = yield* accountedOf(journal);
    const last = journal.id === current?.journal ? contiguous(accounted) : Math.max(highest(accounted), journal.told_seq);
    const from = after !== null && journal.epoch === after.epoch ? after.seq : 0;
    const rows = yield* all<Row>(
      "SELECT seq, wall_ms, code, param, value, detail, input FROM record WHERE journal = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
      journal.id,
      from,
      last,
      limit - found.length,
    );
    found.push(...rows.map((row) => ({ ...row, input: row.input === 1, epoch: journal.epoch })));
    // What of the present epoch is missing comes before anything that a later row of ours could hold.
    if (found.length >= limit || journal.id === current?.journal) break;
  }
  return found;
}

/** By the code as it stands in the statement: the index of session starts holds no others (`schema.ts`). */
export function* lastOf(unit: string, code: number): Ask<KeptRecord | null> {
  const row = yield* one<Row>(
    `SELECT seq, wall_ms, code, param, value, detail, input FROM record WHERE journal = (SELECT journal FROM unit WHERE unit = ?) AND code = ${Math.trunc(code)} ORDER BY seq DESC LIMIT 1`,
    unit,
  );
  return row === undefined ? null : { ...row, input: row.input === 1 };
}

/** The details of a code's records in the present epoch, newest first. */
export function* detailsOf(unit: string, code: number, limit: number): Ask<readonly string[]> {
  const rows = yield* all<{ readonly detail: string }>(
    `SELECT detail FROM record WHERE journal = (SELECT journal FROM unit WHERE unit = ?) AND code = ${Math.trunc(code)} ORDER BY seq DESC LIMIT ?`,
    unit,
    limit,
  );
  return rows.map(({ detail }) => detail);
}

/** The records of a code from a time on, over all of a unit's journals, oldest first. By the code as it stands in the statement, as `lastOf`. */
export function* recordsSince(unit: string, code: number, from_ms: number): Ask<readonly KeptRecord[]> {
  const rows = yield* all<Row>(
    `SELECT seq, wall_ms, code, param, value, detail, input FROM record WHERE journal IN (SELECT id FROM journal WHERE unit = ?) AND code = ${Math.trunc(code)} AND wall_ms >= ? ORDER BY wall_ms, journal, seq`,
    unit,
    Math.trunc(from_ms),
  );
  return rows.map((row) => ({ ...row, input: row.input === 1 }));
}
