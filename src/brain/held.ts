import { type Ask, all, each } from "./ask.ts";
import { type Span, type Spans, union, without } from "./sequence.ts";

/** What a unit last said of one of its journals. */
export interface Word {
  readonly id: number;
  /** Its last record. */
  readonly told_seq: number;
  /** Up to where the unit has let go of it: that will not come any more. */
  readonly floor_seq: number;
}

/**
 * What is accounted for of each epoch: the records that are here (`held`), and what will not come. The latter is not added to the former but
 * looked at anew each time, by the unit's newest word: a word that was wrong, or somebody else's, is forgotten with the next one. Always in
 * a transaction of the caller's.
 */
export const heldOf = (journal: number): Ask<Spans> =>
  all<Span>('SELECT from_seq AS "from", to_seq AS "to" FROM held WHERE journal = ? ORDER BY from_seq', journal);

const gapsOf = (journal: number): Ask<Spans> =>
  all<Span>('SELECT from_seq AS "from", to_seq AS "to" FROM gap WHERE journal = ? ORDER BY from_seq', journal);

/** What is here, and what will not come. */
export function* accountedOf(journal: Word): Ask<Spans> {
  return accounted(journal, yield* heldOf(journal.id), yield* gapsOf(journal.id));
}

export const accounted = (journal: Word, held: Spans, gaps: Spans): Spans => union(held, gone(journal, gaps));

/** What will not come and is not here. */
export const lost = (journal: Word, held: Spans, gaps: Spans): Spans => without(union([], gone(journal, gaps)), held);

/** A gap counts as far as the unit has got. */
function gone({ told_seq, floor_seq }: Word, gaps: Spans): Spans {
  const counted = gaps.filter(({ from }) => from <= told_seq).map(({ from, to }) => ({ from, to: Math.min(to, told_seq) }));
  return floor_seq > 0 ? [{ from: 1, to: floor_seq }, ...counted] : counted;
}

/** Writes only what differs: almost always one row. */
export function* replaceHeld(journal: number, before: Spans, after: Spans): Ask<void> {
  const kept = new Map(after.map(({ from, to }) => [from, to]));
  const over: [number, number][] = [];
  for (const { from, to } of before) {
    if (kept.get(from) === to) kept.delete(from);
    else if (!kept.has(from)) over.push([journal, from]);
  }
  yield* each("DELETE FROM held WHERE journal = ? AND from_seq = ?", over);
  const put = [...kept].map(([from, to]) => [journal, from, to]);
  yield* each("INSERT INTO held VALUES (?, ?, ?) ON CONFLICT (journal, from_seq) DO UPDATE SET to_seq = excluded.to_seq", put);
}
