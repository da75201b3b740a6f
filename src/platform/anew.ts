import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { type Anew, makeAnew } from "../journal/salvage.ts";
import { type StoreRow, StrangeStore, storeOf } from "../journal/schema.ts";
import { isBroken, openDatabase, PAGES_LIMIT, sqliteCode } from "./database.ts";
import { syncFolder } from "./whole-file.ts";

const ENDS = ["", "-wal", "-shm"];

/**
 * Makes a whole new store beside the one at `path`, as `path.new`. What lies at `path` is only read: until `takePlace` nothing has happened,
 * after it everything has, wherever the power was cut. What was put aside before is removed: flash is small. Throws SQLite's errors as they
 * come.
 */
export function makeBeside(path: string, anew: Omit<Anew, "carry">): StoreRow {
  const old = openOld(path);
  try {
    return build(path, old, { ...anew, carry: true });
  } catch (error) {
    if (sqliteCode(error) !== "SQLITE_FULL" || anew.renew) throw error;
    return build(path, old, { ...anew, carry: false });
  } finally {
    old?.close();
  }
}

/**
 * If a store was made beside the one at `path`, puts that one aside and the new one there. Throws SQLite's errors as they come where they
 * leave it open whether the new one is whole: it may be the only one.
 */
export function takePlace(path: string): void {
  const made = `${path}.new`;
  if (!existsSync(made)) return;
  if (!isWhole(made)) {
    remove(made);
    return;
  }
  // The log first, and for certain: beside another file than its own it would be played into that, and a disk may take names in any order.
  for (const end of ["-shm", "-wal"]) rename(path + end, `${path}.aside${end}`);
  syncFolder(path);
  rename(path, `${path}.aside`);
  renameSync(made, path);
  syncFolder(path);
}

function build(path: string, old: Database | null, anew: Anew): StoreRow {
  const made = `${path}.new`;
  remove(made);
  // From here on whatever lies there was put aside by this: also by one that was cut short.
  remove(`${path}.aside`);
  // Room for what is there and its note; its bound is set when it is opened in its place.
  try {
    const db = openDatabase(made, "recorder", { pages_max: PAGES_LIMIT });
    try {
      return makeAnew(db, old, anew);
    } finally {
      db.close();
    }
  } catch (error) {
    // On a full disk it could not even be looked at later.
    remove(made);
    throw error;
  }
}

/** Made in one transaction: it is there as a whole or not at all. Opening it also takes in its log. */
function isWhole(made: string): boolean {
  // SQLite throws the log of an empty file away, and on a full disk it could not even open it.
  if (statSync(made).size === 0) return false;
  try {
    const db = openDatabase(made, "recorder");
    try {
      return storeOf(db) !== null;
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof StrangeStore || isBroken(error)) return false;
    throw error;
  }
}

/** null if it is too broken to be opened. */
function openOld(path: string): Database | null {
  try {
    return openDatabase(path, "reader");
  } catch (error) {
    if (isBroken(error)) return null;
    throw error;
  }
}

function remove(path: string): void {
  for (const end of ENDS) rmSync(path + end, { force: true });
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
