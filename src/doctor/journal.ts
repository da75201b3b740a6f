import { type Finding, finding } from "./finding.ts";

/** As much of a journal as a technician asks after. */
export interface JournalSight {
  readonly unit: string;
  readonly last_seq: number;
  readonly acked: number;
  readonly bytes: number;
}

/** More than a night without the brain: it is time that somebody looks. */
const BEHIND = 40_000;

/** `sight`: what is in it, why it cannot be read, or null where there is none. */
export function journalFinding(path: string, unit: string, sight: JournalSight | string | null): Finding {
  const about = `journal ${path}`;
  if (sight === null) return finding("journal-missing", about, "there is no such file");
  if (typeof sight === "string") return finding("journal-broken", about, sight);
  const waiting = sight.last_seq - sight.acked;
  const found = `of unit ${sight.unit}: ${sight.last_seq} records, ${waiting} of them not acknowledged, ${(sight.bytes / 1_000_000).toFixed(1)} MB`;
  if (sight.unit !== unit) return finding("journal-other", about, `${found}; the site file is of unit ${unit}`);
  return finding(waiting > BEHIND ? "journal-behind" : "journal-good", about, found);
}
