import type { Database } from "better-sqlite3";

/**
 * Brings the tables of version 3, whose chunks have no sums, to version 4 where they lie, all or nothing. What is there keeps none: up to
 * `session` a chunk without a sum is believed. It takes no new page.
 */
export function raiseTo4(db: Database, session: number): void {
  db.transaction(() => {
    db.exec("ALTER TABLE chunks ADD COLUMN sum INTEGER");
    db.exec("ALTER TABLE store ADD COLUMN unsummed INTEGER NOT NULL DEFAULT 0");
    db.prepare("UPDATE store SET unsummed = ?").run(session);
    db.pragma("user_version = 4");
  }).immediate();
}
