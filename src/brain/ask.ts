/** What a database keeps of ours: whole numbers, text, bytes. */
export type Value = number | string | Uint8Array | null;

/** One statement. `rows` has it run once for each of them. It is written so that SQLite and PostgreSQL both understand it, with ? for a value. */
export interface Query {
  readonly sql: string;
  readonly values: readonly Value[];
  readonly rows?: readonly (readonly Value[])[];
}

export type Row = object;

/**
 * Questions to a database, one after the other, each with its answer's rows, and what comes of them. What is asked is written once; a database that
 * answers at once (SQLite) and one that lets us wait (PostgreSQL) both run it.
 */
export type Ask<T> = Generator<Query, T, readonly Row[]>;

/** A database with the tables of a brain. */
export interface Engine {
  /** Runs all of it as one transaction: all of it lasts when this resolves, or, rejecting with the database's error, none of it. May run it again. */
  write<T>(ask: () => Ask<T>): Promise<T>;
  /** The same, of one moment and without keeping writers out. */
  read<T>(ask: () => Ask<T>): Promise<T>;
  /** Text as this database gives it back. */
  kept(text: string): string;
  close(): Promise<void>;
}

export function* all<R extends Row>(sql: string, ...values: readonly Value[]): Ask<readonly R[]> {
  return (yield { sql, values }) as readonly R[];
}

export function* one<R extends Row>(sql: string, ...values: readonly Value[]): Ask<R | undefined> {
  return ((yield { sql, values }) as readonly R[])[0];
}

/** For each of `rows`; what all of them return. */
export function* each<R extends Row>(sql: string, rows: readonly (readonly Value[])[]): Ask<readonly R[]> {
  return rows.length === 0 ? [] : ((yield { sql, values: [], rows }) as readonly R[]);
}
