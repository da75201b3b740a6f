import { CODE } from "../traffic/codes.ts";

/** SQLite's. "STLB": `file brain.db` and sqlite3 can tell a brain's store from another database. */
export const APPLICATION_ID = 0x53544c42;
/** Rises with every change of the tables below. */
export const SCHEMA_VERSION = 2;

/**
 * Made where it is not there, also in an older store: whoever looks for a unit's last start, or for its lanes' measures of two weeks, must not read
 * months of counts for it. They cost nothing with any other record.
 */
export const INDEXES = `
  CREATE INDEX IF NOT EXISTS record_start ON record (journal, seq) WHERE code = ${CODE.sessionStart};
  CREATE INDEX IF NOT EXISTS record_tried ON record (journal, seq) WHERE code = ${CODE.planTried};
  CREATE INDEX IF NOT EXISTS record_in_force ON record (journal, seq) WHERE code = ${CODE.planInForce};
  CREATE INDEX IF NOT EXISTS record_walk ON record (journal, seq) WHERE code = ${CODE.commissioning};
  CREATE INDEX IF NOT EXISTS record_lane ON record (journal, wall_ms) WHERE code = ${CODE.laneEstimate};
`;

export const TABLES = `
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL,
    epoch TEXT NOT NULL,
    told_seq INTEGER NOT NULL DEFAULT 0,       -- its last record, as the unit last said
    floor_seq INTEGER NOT NULL DEFAULT 0,      -- up to where the unit has let go of it, as it last said
    records INTEGER NOT NULL DEFAULT 0,        -- stored
    duplicates INTEGER NOT NULL DEFAULT 0,     -- received again and thrown away
    contradictions INTEGER NOT NULL DEFAULT 0, -- received again with other contents
    UNIQUE (unit, epoch)
  ) STRICT;
  CREATE TABLE record (
    journal INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    code INTEGER NOT NULL,
    param INTEGER NOT NULL,
    value INTEGER NOT NULL,
    detail TEXT NOT NULL,
    input INTEGER NOT NULL,
    PRIMARY KEY (journal, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE held (                          -- the records that have come: runs of seqs that never touch
    journal INTEGER NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq INTEGER NOT NULL,
    PRIMARY KEY (journal, from_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE gap (                           -- what gap records stand for; it counts as far as told_seq
    journal INTEGER NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (journal, from_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE unit (
    unit TEXT PRIMARY KEY,
    journal INTEGER,                           -- the one of its present epoch
    presence BLOB,                             -- the last stopline.v1.Presence
    status BLOB,                               -- the last stopline.v1.Status
    seen_ms INTEGER NOT NULL                   -- by the brain's clock
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE command (
    id TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    counter INTEGER NOT NULL,
    words TEXT NOT NULL,                       -- what was asked
    issued_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    done INTEGER,                              -- null until the result is there
    refused TEXT,
    result_ms INTEGER,                         -- by the unit's clock
    journaled INTEGER NOT NULL DEFAULT 0,      -- 1 once the unit's journal has said it, and not only a message
    UNIQUE (unit, counter)
  ) STRICT, WITHOUT ROWID;
  CREATE VIEW records AS
    SELECT unit, epoch, seq, wall_ms, strftime('%FT%H:%M:%fZ', wall_ms / 1000.0, 'unixepoch') AS wall, code, param, value, detail, input
    FROM record JOIN journal ON journal.id = record.journal;
`;
