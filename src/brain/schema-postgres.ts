/** Rises with every change of the tables below. */
export const POSTGRES_VERSION = 1;

/** The same tables as in SQLite (schema.ts has what each column is), in a schema of their own. */
export const POSTGRES_TABLES = `
  CREATE TABLE made (version INTEGER NOT NULL);
  INSERT INTO made VALUES (${POSTGRES_VERSION});
  CREATE TABLE journal (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit TEXT NOT NULL,
    epoch TEXT NOT NULL,
    told_seq BIGINT NOT NULL DEFAULT 0,
    floor_seq BIGINT NOT NULL DEFAULT 0,
    records BIGINT NOT NULL DEFAULT 0,
    duplicates BIGINT NOT NULL DEFAULT 0,
    contradictions BIGINT NOT NULL DEFAULT 0,
    UNIQUE (unit, epoch)
  );
  CREATE TABLE record (
    journal BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    wall_ms BIGINT NOT NULL,
    code BIGINT NOT NULL,
    param BIGINT NOT NULL,
    value BIGINT NOT NULL,
    detail TEXT NOT NULL,
    input BIGINT NOT NULL,
    PRIMARY KEY (journal, seq)
  );
  CREATE TABLE held (journal BIGINT NOT NULL, from_seq BIGINT NOT NULL, to_seq BIGINT NOT NULL, PRIMARY KEY (journal, from_seq));
  CREATE TABLE gap (
    journal BIGINT NOT NULL,
    from_seq BIGINT NOT NULL,
    to_seq BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (journal, from_seq)
  );
  CREATE TABLE unit (unit TEXT PRIMARY KEY, journal BIGINT, presence BYTEA, status BYTEA, seen_ms BIGINT NOT NULL);
  CREATE TABLE command (
    id TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    counter BIGINT NOT NULL,
    words TEXT NOT NULL,
    issued_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    done BIGINT,
    refused TEXT,
    result_ms BIGINT,
    journaled BIGINT NOT NULL DEFAULT 0,
    UNIQUE (unit, counter)
  );
  CREATE VIEW records AS
    SELECT unit, epoch, seq, wall_ms, to_timestamp(wall_ms / 1000.0) AS wall, code, param, value, detail, input
    FROM record JOIN journal ON journal.id = record.journal;
`;
