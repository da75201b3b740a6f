import type { Database, Statement } from "better-sqlite3";
import type { Ask, Engine, Query, Row, Value } from "../brain/ask.ts";
import { APPLICATION_ID, INDEXES, SCHEMA_VERSION, TABLES } from "../brain/schema.ts";

/** A brain's store in SQLite. Makes the tables in an empty file; throws in words if the file is something else, SQLite's errors as they come. */
export function sqliteEngine(db: Database): Engine {
  prepareStore(db);
  const statements = new Map<string, Statement<Value[], Row>>();
  const answer = ({ sql, values, rows }: Query): readonly Row[] => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = db.prepare<Value[], Row>(sql);
      statements.set(sql, statement);
    }
    if (rows !== undefined) return rows.flatMap((each) => answered(statement, each));
    return answered(statement, values);
  };
  // From the first question to the last nothing else of this process comes in between: an Ask never waits here.
  const run = <T>(ask: Ask<T>): T => {
    let step = ask.next([]);
    while (!step.done) step = ask.next(answer(step.value));
    return step.value;
  };
  return {
    write: async (ask) => db.transaction(() => run(ask())).immediate(),
    read: async (ask) => db.transaction(() => run(ask())).deferred(),
    kept: (text) => text,
    close: async () => {
      db.close();
    },
  };
}

function answered(statement: Statement<Value[], Row>, values: readonly Value[]): readonly Row[] {
  if (statement.reader) return statement.all(...values);
  statement.run(...values);
  return [];
}

function prepareStore(db: Database): void {
  db.transaction(() => {
    const application = db.pragma("application_id", { simple: true });
    const version = db.pragma("user_version", { simple: true });
    const tables = db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
    if (tables === 0) {
      db.exec(TABLES);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${SCHEMA_VERSION}`);
    } else if (application !== APPLICATION_ID) {
      throw new Error("it is not a brain's store but some other database; name another file");
    } else if (version !== SCHEMA_VERSION) {
      throw new Error(`its tables are version ${version}, this program knows ${SCHEMA_VERSION}; name another file`);
    }
    db.exec(INDEXES);
  }).immediate();
}
