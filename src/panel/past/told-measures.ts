import type { Measures, MovementMeasures } from "../../measures/measures.ts";

/** What a page gets of a window: everything by bins, and the columns of the one movement whose diagram is drawn. */
export interface ToldWindow {
  /** As it was asked for. */
  readonly from: number;
  readonly to: number;
  /** What of it is recorded; null: nothing, and `words` says so. */
  readonly there: { readonly from: number; readonly to: number } | null;
  readonly words: string;
  readonly movements: readonly Omit<MovementMeasures, "columns">[];
  readonly detectors: Measures["detectors"];
  readonly columns: MovementMeasures["columns"];
  readonly skipped: readonly string[];
}

export interface ToldMeasures {
  readonly unit: string;
  readonly zone: string;
  readonly bin_ms: number;
  readonly now: ToldWindow;
  /** The same by the clocks of the site a week before. */
  readonly before: ToldWindow;
}

export function toldMeasures(m: Measures, asked: { readonly from: number; readonly to: number }, movement: string): ToldWindow {
  const there = m.from === null || m.to === null ? null : { from: m.from, to: m.to };
  const drawn = m.movements.find(({ kind, number }) => `${kind} ${number}` === movement);
  return {
    ...asked,
    there,
    words: there !== null ? "" : asked.from >= asked.to ? "The clocks went over this time." : "Nothing is recorded of this time.",
    movements: m.movements.map(({ columns: _, ...all }) => all),
    detectors: m.detectors,
    columns: drawn?.columns ?? [],
    skipped: m.skipped,
  };
}
