import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { lockDatabase, sqliteCode } from "./database.ts";

/** As long as a commit of another process may hold the file: a brain that receives, and a command that is sent beside it. */
const BUSY_MS = 5_000;

/** Opens or makes the brain's SQLite file. What is committed is on the disk: an acknowledgement follows it. Throws SQLite's errors. */
export function openBrainDatabase(path: string): Database {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Sqlite(path, { timeout: BUSY_MS });
  try {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("cell_size_check = ON");
    db.pragma("trusted_schema = OFF");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes this process the one that receives into the store at `path`, until it ends; null if another one is. */
export function keepBrainStore(path: string): Database | null {
  try {
    return lockDatabase(`${path}-lock`);
  } catch (error) {
    if (sqliteCode(error).startsWith("SQLITE_BUSY")) return null;
    throw error;
  }
}
