import type { Database } from "better-sqlite3";
import type { BrainHas, Kept } from "./seen.ts";

interface Row extends Omit<Kept, "input" | "wall"> {
  readonly wall_ms: number;
  readonly input: number;
}

/** What the brain's store has of a unit, of all its epochs. */
export function brainHas(db: Database, unit: string): Omit<BrainHas, "acked"> {
  const records: Kept[] = [];
  const rows = db.prepare<[string], Row>(
    "SELECT epoch, seq, wall_ms, code, param, value, detail, input FROM record JOIN journal ON journal.id = record.journal WHERE unit = ? ORDER BY journal.id, seq",
  );
  for (const { wall_ms, input, ...row } of rows.iterate(unit)) records.push({ ...row, wall: wall_ms, input: input === 1 });
  const gaps = db
    .prepare<[string], BrainHas["gaps"][number]>(
      'SELECT epoch, from_seq AS "from", to_seq AS "to", reason FROM gap JOIN journal ON journal.id = gap.journal WHERE unit = ? ORDER BY journal.id, from_seq',
    )
    .all(unit);
  const sums = db
    .prepare<[string], { readonly again: number; readonly contradictions: number }>(
      "SELECT total(duplicates) AS again, total(contradictions) AS contradictions FROM journal WHERE unit = ?",
    )
    .get(unit)!;
  return { records, gaps, ...sums };
}
