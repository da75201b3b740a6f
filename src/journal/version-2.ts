import type { Database } from "better-sqlite3";
import { CODE } from "../traffic/codes.ts";
import { attempt } from "./attempt.ts";
import { decodeBody } from "./body.ts";

/**
 * What the monitor had latched in a store of version 2, which had no column for it: the detail of its fault, or "". Then a fault stood until
 * the street side ended, so what counts is in the last session. Where the file is broken it ends with what can be read.
 */
export function latchedIn2(db: Database, session: number): string {
  const sql = "SELECT body FROM chunks WHERE session = ? AND at_once = 1 AND gap = 0 ORDER BY first_seq DESC";
  const fault = attempt(() => {
    for (const body of db.prepare<[number], Uint8Array>(sql).pluck().iterate(session)) {
      const found = attempt(() => decodeBody(body))?.records.findLast((r) => r.code === CODE.monitorFault);
      if (found !== undefined) return found;
    }
    return null;
  });
  return fault === null ? "" : fault.detail || "{}";
}

/**
 * Brings the tables of version 2 to version 3 where they lie, all or nothing: whatever waits for the brain keeps its place and its name. It
 * takes no new page, so it can be done in a store that a long outage has filled to its bound.
 */
export function raiseTo3(db: Database, latched: string): void {
  db.transaction(() => {
    db.exec("ALTER TABLE store ADD COLUMN latched TEXT NOT NULL DEFAULT ''");
    db.prepare("UPDATE store SET latched = ?").run(latched);
    db.pragma("user_version = 3");
  }).immediate();
}
