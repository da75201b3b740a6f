import type { Measures, MovementMeasures } from "../../measures/told.ts";

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

/** A record as a page shows it. */
export interface ToldRecord {
  readonly seq: number;
  readonly wall: number;
  readonly code: number;
  /** It came in; else the unit made it of what came in. */
  readonly input: boolean;
  readonly fault: boolean;
  readonly what: string;
  readonly which: string;
  readonly says: string;
}

/** Records in the order in which they were asked for. */
export interface Page {
  readonly records: readonly ToldRecord[];
  /** Where to go on: `before` or `after` of the next question. */
  readonly next: number;
  /** Whether there is nothing more that way, for now. */
  readonly over: boolean;
  /** The wall time of the last record that was looked at; null where none was. */
  readonly looked: number | null;
}

/** A page of the journal, and of which it is one. */
export interface ToldPage extends Page {
  readonly epoch: string;
  /** The site's, for the times. */
  readonly zone: string;
  /** What there is of the journal. */
  readonly first_seq: number;
  readonly last_seq: number;
}
