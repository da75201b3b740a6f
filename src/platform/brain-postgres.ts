import type { Pool, PoolClient } from "pg";
import type { Ask, Engine, Query, Row, Value } from "../brain/ask.ts";
import { INDEXES } from "../brain/schema.ts";
import { POSTGRES_TABLES, POSTGRES_VERSION } from "../brain/schema-postgres.ts";

/** A question that takes longer has met a lock or a server that is gone. */
const STATEMENT_MS = 30_000;
const DIAL_MS = 10_000;
/** PostgreSQL takes 65,535 values in a statement; a record has eight. */
const ROWS = 1_000;
/** Two that waited for each other, two that took one number (SQLSTATE): done again, it works. */
const AGAIN: readonly unknown[] = ["40001", "40P01", "23505"];
const TIMES = 20;
/** bigint comes as text; ours stay below 2^53. */
const INT8 = 20;

/**
 * A brain's store in PostgreSQL, in the schema "stopline" of the database that `url` names; makes what is not there. What is committed is on the
 * disk whatever the server's own setting: an acknowledgement follows it. Rejects in words.
 */
export async function postgresEngine(url: string): Promise<Engine> {
  const { default: pg } = await import("pg").catch(() => {
    throw new Error("PostgreSQL is spoken by the package pg, which is not installed; type: npm install pg@8.23.1");
  });
  const pool = new pg.Pool({
    connectionString: url,
    options: `-c search_path=stopline -c synchronous_commit=on -c statement_timeout=${STATEMENT_MS}`,
    connectionTimeoutMillis: DIAL_MS,
    query_timeout: STATEMENT_MS + DIAL_MS,
    keepAlive: true,
    max: 4,
    types: {
      getTypeParser: ((oid, format) =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
    },
  });
  // One that breaks while nobody uses it is replaced by the next.
  pool.on("error", () => {});
  try {
    await prepareStore(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const names = new Map<string, string>();
  const answer = async (client: PoolClient, { sql, values, rows }: Query): Promise<readonly Row[]> => {
    if (rows !== undefined) return answerEach(client, sql, rows);
    const name = names.get(sql) ?? `q${names.size}`;
    names.set(sql, name);
    return (await client.query<Row>({ name, text: numbered(sql), values: values.map(kept) })).rows;
  };
  const run = async <T>(begin: string, ask: () => Ask<T>): Promise<T> => {
    for (let time = 1; ; time++) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query(begin);
        const asking = ask();
        let step = asking.next([]);
        while (!step.done) step = asking.next(await answer(client, step.value));
        await client.query("COMMIT");
        return step.value;
      } catch (error) {
        await client.query("ROLLBACK").catch((e: Error) => {
          broken = e;
        });
        if (time >= TIMES || !AGAIN.includes((error as { readonly code?: unknown }).code)) throw error;
      } finally {
        client.release(broken);
      }
    }
  };
  return {
    write: (ask) => run("BEGIN", ask),
    read: (ask) => run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ask),
    kept: (text) => kept(text) as string,
    close: () => pool.end(),
  };
}

/** PostgreSQL's text has no character 0. */
const kept = (value: Value): Value => (typeof value === "string" ? value.replaceAll("\0", "\ufffd") : value);

/** ? is SQLite's; PostgreSQL counts them. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll("?", () => `$${++count}`);
}

/** Rows that are inserted go in hundreds; what else is done for each is done one by one. */
async function answerEach(client: PoolClient, sql: string, rows: readonly (readonly Value[])[]): Promise<readonly Row[]> {
  const [values] = /\((\?, )*\?\)/.exec(sql) ?? [""];
  const answers: Row[] = [];
  const many = sql.startsWith("INSERT") ? ROWS : 1;
  for (let from = 0; from < rows.length; from += many) {
    const part = rows.slice(from, from + many);
    const text = many === 1 ? sql : sql.replace(values, part.map(() => values).join(", "));
    answers.push(...(await client.query<Row>(numbered(text), part.flat().map(kept))).rows);
  }
  return answers;
}

async function prepareStore(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    // Two that start at once make it once.
    await client.query("SELECT pg_advisory_xact_lock(1398033474)");
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('stopline.made') IS NOT NULL AS there");
    if (!rows[0]!.there) await client.query(`CREATE SCHEMA stopline; ${POSTGRES_TABLES}`);
    const { rows: made } = await client.query<{ version: number }>("SELECT version FROM stopline.made");
    if (made[0]?.version !== POSTGRES_VERSION)
      throw new Error(`its tables are version ${made[0]?.version}, this program knows ${POSTGRES_VERSION}; name another database`);
    await client.query(INDEXES);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
