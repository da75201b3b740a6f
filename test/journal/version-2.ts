import Sqlite from "better-sqlite3";
import { encodeBody } from "../../src/journal/body.ts";
import type { Entry } from "../../src/traffic/entry.ts";
import type { WallTime } from "../../src/traffic/time.ts";

/** The tables of version 2, letter for letter as that program made them. */
const TABLES = `
  CREATE TABLE store (
    unit TEXT NOT NULL,
    epoch TEXT NOT NULL,
    created INTEGER NOT NULL,             -- wall time in ms
    session INTEGER NOT NULL,             -- starts of the street side so far
    renewed INTEGER NOT NULL              -- wall time at which this epoch took the place of one that the brain knew more of; 0: never
  ) STRICT;
  CREATE TABLE chunks (
    first_seq INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL,            -- the next chunk begins one above
    session INTEGER NOT NULL,
    at_once INTEGER NOT NULL,             -- 1: holds something that did not wait for the chunk's time
    gap INTEGER NOT NULL,                 -- 1: a single gap record in the place of dropped ones
    body BLOB NOT NULL                    -- stopline.v1.Chunk
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

export interface Old {
  readonly unit: string;
  readonly epoch: string;
  readonly created: WallTime;
  readonly acked: number;
  /** Chunks, each of a session: its entries, and whether it was committed at once. */
  readonly chunks: readonly { readonly session: number; readonly at_once: boolean; readonly entries: readonly Entry[] }[];
}

/** A journal at `path` as a program of version 2 left it: with one result, one stranger, and one command that waits. */
export function makeVersion2(path: string, { unit, epoch, created, acked, chunks }: Old): void {
  const db = new Sqlite(path);
  db.pragma("page_size = 4096");
  db.pragma("journal_mode = WAL");
  db.transaction(() => {
    db.exec(TABLES);
    db.prepare("INSERT INTO store VALUES (?, ?, ?, ?, 0)").run(unit, epoch, created, chunks.at(-1)?.session ?? 0);
    db.prepare("INSERT INTO acks VALUES (?, ?, 0)").run(epoch, acked);
    db.prepare("INSERT INTO counter VALUES (41)").run();
    db.prepare("INSERT INTO results (id, command, done, refused, wall) VALUES ('done', 'place-call', 1, '', ?)").run(created);
    db.prepare("INSERT INTO strangers (id) VALUES ('unverified:1')").run();
    for (const id of ["done", "waits"])
      db.prepare("INSERT INTO inbox (id, command, args, expires, refused) VALUES (?, 'place-call', '{\"phase\":2}', ?, '')").run(
        id,
        created,
      );
    let first_seq = 1;
    for (const { session, at_once, entries } of chunks) {
      const body = encodeBody({ unit, epoch, session, first_seq, wall_base: created }, entries);
      db.prepare("INSERT INTO chunks VALUES (?, ?, ?, ?, 0, ?)").run(
        first_seq,
        first_seq + entries.length - 1,
        session,
        Number(at_once),
        body,
      );
      first_seq += entries.length;
    }
    db.pragma(`application_id = ${0x53544c4e}`);
    db.pragma("user_version = 2");
  })();
  db.close();
}
