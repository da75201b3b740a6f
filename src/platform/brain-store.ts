import { Store } from "../brain/store.ts";
import { openBrainDatabase } from "./brain-database.ts";
import { postgresEngine } from "./brain-postgres.ts";
import { sqliteEngine } from "./brain-sqlite.ts";

export const isPostgres = (where: string): boolean => /^postgres(ql)?:\/\//.test(where);

/** A brain's store in a file of SQLite's, or in a PostgreSQL database. Rejects in words that name it. */
export async function openBrainStore(where: string): Promise<Store> {
  try {
    return new Store(isPostgres(where) ? await postgresEngine(where) : openSqlite(where));
  } catch (error) {
    throw new Error(`store ${shownStore(where)}: ${(error as Error).message}`);
  }
}

/** Without a password, which has no place on a screen or in a log. */
export const shownStore = (where: string): string =>
  isPostgres(where) ? where.replace(/^(\w+:\/\/[^:@/]*):.*@/, "$1@").replace(/([?&]password=)[^&]*/gi, "$1…") : where;

function openSqlite(file: string) {
  const db = openBrainDatabase(file);
  try {
    return sqliteEngine(db);
  } catch (error) {
    db.close();
    throw error;
  }
}
