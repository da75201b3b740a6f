import { closeSync, constants, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import Sqlite, { type Database } from "better-sqlite3";

/**
 * Who opens it. The recorder and the link write a unit's journal, a reader looks at one (also while they write), a simulation makes one
 * that nobody's safety hangs on.
 */
export type Opener = "recorder" | "link" | "reader" | "simulation";

/** Small chunks fill pages of this size well, and it is what ext4 and most flash translation layers write at once. */
export const PAGE_BYTES = 4_096;
/** Where nobody says how much: `config/journal-bound.ts` knows it of a site, and for a four-leg one says the like. */
export const JOURNAL_PAGES_MAX = (128 * 1_024 * 1_024) / PAGE_BYTES;
/** More than any site may ask for: the link and a store that is made anew have no bound of their own. */
export const PAGES_LIMIT = (8 * 1_024 * 1_024 * 1_024) / PAGE_BYTES;
/** 1 MiB of write-ahead log between checkpoints: some ten minutes of chunks. */
const WAL_PAGES = 256;
/**
 * Journals say who went where and when: not everybody's to read. The centre side is another user of the street side's group, and writes what it has
 * delivered and was asked: its service's umask leaves the group that, a person's usual one does not. SQLite gives its log the same mode.
 */
export const FILE_MODE = 0o660;

export interface OpenOptions {
  /** The store's size at most, in pages of 4 KB. */
  readonly pages_max?: number;
}

/** Opens the SQLite file at `path`; a recorder and a simulation make it if it is not there. Throws SQLite's errors as they come. */
export function openDatabase(path: string, opener: Opener, { pages_max = JOURNAL_PAGES_MAX }: OpenOptions = {}): Database {
  if (opener === "reader") return openReader(path);
  if (opener === "recorder") make(path);
  const db = new Sqlite(path, { fileMustExist: opener === "link", timeout: opener === "link" ? 2_000 : 5_000 });
  try {
    if (opener === "link") {
      tune(db, "FULL");
      // What it may add to a full store is its inbox, which only the brain's own commands can fill, a thousand with 4 KB each at most.
      db.pragma(`max_page_count = ${PAGES_LIMIT}`);
    } else {
      db.pragma(`page_size = ${PAGE_BYTES}`);
      // Pages that retention frees are used again by what comes next; nothing is ever moved, so nothing is written twice.
      db.pragma("auto_vacuum = NONE");
      db.pragma("journal_mode = WAL");
      // A simulation that is cut short is run again: it need not wait for the disk.
      tune(db, opener === "simulation" ? "OFF" : "FULL");
      if (opener === "recorder") db.pragma(`max_page_count = ${pages_max}`);
    }
    if (opener !== "simulation") writeLogAgain(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Whoever is the first to open the file takes for committed what can be read of the log. That is more than the disk has where the sync of a commit
 * had failed: the kernel says so once, keeps the pages and takes them for written, and what is committed behind them, or played from them into the
 * file, is lost with them at a power cut. So the same bytes are written once more, which makes the kernel take them to the disk. Nobody else
 * writes the log meanwhile. Throws as SQLite would.
 */
function writeLogAgain(db: Database, path: string): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    const log = openSync(`${path}-wal`, constants.O_RDWR | constants.O_CREAT, FILE_MODE);
    try {
      const piece = Buffer.alloc(16 * PAGE_BYTES);
      let at = 0;
      for (let read = readSync(log, piece, 0, piece.length, at); read > 0; read = readSync(log, piece, 0, piece.length, at)) {
        at += writeSync(log, piece, 0, read, at);
      }
      if (at > 0) fsyncSync(log);
    } finally {
      closeSync(log);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw Object.assign(new Error(message), { code: code === "ENOSPC" ? "SQLITE_FULL" : "SQLITE_IOERR_WRITE" });
  } finally {
    db.exec("ROLLBACK");
  }
}

/**
 * Takes the lock at `path` until the database that it returns is closed, or this process ends in whatever way. Throws SQLITE_BUSY if
 * another process has it. A lock of SQLite's, because Node has none of its own.
 */
export function lockDatabase(path: string): Database {
  make(path);
  const db = new Sqlite(path, { timeout: 0 });
  try {
    db.pragma("journal_mode = MEMORY");
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** An empty file, if none is there. What SQLite cannot open either is its to say. */
function make(path: string): void {
  try {
    closeSync(openSync(path, constants.O_CREAT | constants.O_RDWR, FILE_MODE));
  } catch {}
}

/** FULL is set in so many words: this build of SQLite takes NORMAL for a WAL, and a power cut then takes what was already reported. */
function tune(db: Database, synchronous: "FULL" | "OFF"): void {
  const settings = [
    `synchronous = ${synchronous}`,
    "mmap_size = 0",
    "cache_size = -2000",
    `wal_autocheckpoint = ${WAL_PAGES}`,
    `journal_size_limit = ${4 * WAL_PAGES * PAGE_BYTES}`,
    "cell_size_check = ON",
    "trusted_schema = OFF",
  ];
  // At once: a unit opens its journal often, when something is wrong with it.
  db.exec(settings.map((each) => `PRAGMA ${each};`).join("\n"));
}

/** A reader of a file that it may write leaves nothing beside it; of one that it may not, it reads what it can. */
function openReader(path: string): Database {
  let db = new Sqlite(path, { fileMustExist: true, readonly: false, timeout: 2_000 });
  try {
    db.pragma("query_only = ON");
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
  } catch (error) {
    db.close();
    if (!["SQLITE_READONLY", "SQLITE_CANTOPEN"].some((code) => sqliteCode(error).startsWith(code))) throw error;
    db = new Sqlite(path, { fileMustExist: true, readonly: true, timeout: 2_000 });
  }
  return db;
}

/** SQLite's own name of an error, "SQLITE_FULL"; "" for others. */
export const sqliteCode = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : "";
};

/** Whether the file itself is broken: waiting does not mend it. */
export const isBroken = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(sqliteCode(error));

/** Whether a part of it may be, or of the flash that it lies on: only a look at all of it can tell. */
export const isDoubtful = (error: unknown): boolean => isBroken(error) || /^SQLITE_IOERR_(READ|SHORT_READ)/.test(sqliteCode(error));

const WORDS: { readonly [code: string]: string } = {
  SQLITE_FULL: "the disk is full",
  SQLITE_IOERR: "the disk does not read or write as it should",
  SQLITE_CANTOPEN: "the file cannot be opened or made; is its folder there, and ours to write in?",
  SQLITE_READONLY: "the file is not ours to write, or its disk has become read-only",
  SQLITE_BUSY: "another program holds the file",
  SQLITE_CORRUPT: "the file is broken",
  SQLITE_NOTADB: "the file is no database",
  SQLITE_CONSTRAINT: "another program writes into the same file",
};

/** What is wrong with the file at `path`, for a technician. */
export function diskWords(path: string, error: unknown): string {
  const code = sqliteCode(error);
  const known = Object.keys(WORDS).find((each) => code.startsWith(each));
  return `journal ${path}: ${known === undefined ? (error as Error).message : `${WORDS[known]} (${code})`}`;
}
