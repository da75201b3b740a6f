import type { Database } from "better-sqlite3";
import type { WallTime } from "../traffic/time.ts";
import { latchedIn2, raiseTo3 } from "./version-2.ts";
import { raiseTo4 } from "./version-3.ts";

/** "STLN": `file journal.db` and sqlite3 can tell a journal from another database. */
export const APPLICATION_ID = 0x53544c4e;
/**
 * Rises with every change of the tables below. What an older program wrote is read as it is, and its writer brings it up to date: on an
 * update, everything that the brain does not have yet lies in such a file.
 */
export const SCHEMA_VERSION = 4;
const OLDEST_VERSION = 2;

/**
 * Each table has one writer process, so that neither side ever has to look for what the other did to a row: the street side's recorder
 * writes `store`, `chunks`, `results` and `strangers`, the link writes `acks`, `inbox` and `counter` (their single rows are made with the store).
 * But for the inbox: `stopline reset-fault` lays its request there too.
 */
const TABLES = `
  CREATE TABLE store (
    unit TEXT NOT NULL,
    epoch TEXT NOT NULL,
    created INTEGER NOT NULL,             -- wall time in ms
    session INTEGER NOT NULL,             -- starts of the street side so far
    renewed INTEGER NOT NULL,             -- wall time at which this epoch took the place of one that the brain knew more of; 0: never
    latched TEXT NOT NULL,                -- detail of the monitor's fault that nobody has reset; "": there is none
    unsummed INTEGER NOT NULL             -- chunks of sessions up to this one may have no sum: an older program wrote them
  ) STRICT;
  CREATE TABLE chunks (
    first_seq INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL,            -- the next chunk begins one above
    session INTEGER NOT NULL,
    at_once INTEGER NOT NULL,             -- 1: holds something that did not wait for the chunk's time
    gap INTEGER NOT NULL,                 -- 1: a single gap record in the place of dropped ones
    body BLOB NOT NULL,                   -- stopline.v1.Chunk
    sum INTEGER                           -- of the row (sum.ts)
  ) STRICT;
  CREATE TABLE results (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    command TEXT NOT NULL,
    done INTEGER NOT NULL,
    refused TEXT NOT NULL,
    wall INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE strangers (                -- unverified requests that were recorded: apart, so that they push no result out
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE acks (
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    beyond INTEGER NOT NULL               -- an ack of a record that was not there when it came; 0: none
  ) STRICT;
  CREATE TABLE inbox (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    command TEXT NOT NULL,
    args TEXT NOT NULL,
    expires INTEGER NOT NULL,
    refused TEXT NOT NULL
  ) STRICT;
  CREATE TABLE counter (
    value INTEGER NOT NULL
  ) STRICT;
`;

/** Who a store belongs to; its records' identity is (unit, epoch, seq). */
export interface StoreRow {
  readonly unit: string;
  readonly epoch: string;
  readonly created: WallTime;
  readonly session: number;
  readonly renewed: WallTime;
  /** The detail of the last monitorFault record, if no monitorReset has come since; records may be dropped, this stays. */
  readonly latched: string;
}

/** A file that is a database, but not one that this version can keep a journal in. `ours` tells a journal from somebody else's file. */
export class StrangeStore extends Error {
  readonly ours: boolean;
  constructor(words: string, ours: boolean) {
    super(words);
    this.ours = ours;
  }
}

/** The store's row, of this version or one before; null in an empty file. Throws a StrangeStore for anything else. */
export function storeOf(db: Database): StoreRow | null {
  const application = db.pragma("application_id", { simple: true }) as number;
  const tables = db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() as number;
  if (tables === 0) return null;
  if (application !== APPLICATION_ID) throw new StrangeStore("it is some other program's database", false);
  const version = versionOf(db);
  if (version < OLDEST_VERSION || version > SCHEMA_VERSION)
    throw new StrangeStore(`its tables are version ${version}, this program knows ${OLDEST_VERSION} to ${SCHEMA_VERSION}`, true);
  const latched = version === 2 ? "'' AS latched" : "latched";
  const row = db.prepare<[], StoreRow>(`SELECT unit, epoch, created, session, renewed, ${latched} FROM store`).get();
  if (row === undefined) throw new StrangeStore("it does not say whose journal it is", true);
  return version === 2 ? { ...row, latched: latchedIn2(db, row.session) } : row;
}

/** Up to which session a chunk may have no sum; null in a store where none has one. */
export const unsummedIn = (db: Database): number | null =>
  versionOf(db) < 4 ? null : (db.prepare<[], number>("SELECT unsummed FROM store").pluck().get() ?? 0);

const versionOf = (db: Database): number => db.pragma("user_version", { simple: true }) as number;

/** The same for the one who writes: afterwards the tables are of this version. */
export function raisedStoreOf(db: Database): StoreRow | null {
  const row = storeOf(db);
  if (row === null) return null;
  if (versionOf(db) === 2) raiseTo3(db, row.latched);
  if (versionOf(db) === 3) raiseTo4(db, row.session);
  return row;
}

/** Makes the tables of a new store, all or nothing. Requests will be numbered from `arrival` on: whoever has seen that many sees all of these. */
export function createStore(db: Database, row: StoreRow, arrival: number): StoreRow {
  return db
    .transaction(() => {
      db.exec(TABLES);
      db.prepare("INSERT INTO store VALUES (@unit, @epoch, @created, @session, @renewed, @latched, 0)").run(row);
      db.prepare("INSERT INTO acks VALUES (?, 0, 0)").run(row.epoch);
      db.prepare("INSERT INTO counter VALUES (0)").run();
      if (arrival > 0) db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('inbox', ?)").run(arrival);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${SCHEMA_VERSION}`);
      return row;
    })
    .immediate();
}
