import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { FILE_MODE } from "./database.ts";

/**
 * The link may meet damage in a journal, but only the street side's recorder may put it aside: a file beside the journal asks it to look. A
 * file and not a table, because nothing should be written into a damaged database.
 */
const doubtAt = (path: string): string => `${path}.doubt`;

/** Asks the recorder of the journal at `path` to look for damage. */
export function doubt(path: string): void {
  try {
    closeSync(openSync(doubtAt(path), "a", FILE_MODE));
  } catch {
    // A folder that is not ours to write in: the recorder looks once a day without being asked.
  }
}

/** Whether that was asked since the last time. */
export function doubted(path: string): boolean {
  if (statSync(doubtAt(path), { throwIfNoEntry: false }) === undefined) return false;
  rmSync(doubtAt(path), { force: true });
  return true;
}
