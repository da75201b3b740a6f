import type { Database } from "better-sqlite3";
import { attempt } from "./attempt.ts";
import { decodeBody, gapOf } from "./body.ts";
import type { GapDetail } from "./port.ts";
import { type StoreRow, storeOf } from "./schema.ts";

/** A journal at a glance. */
export interface Summary extends StoreRow {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly chunks: number;
  readonly acked: number;
  /** In use, and what the file has. */
  readonly bytes: number;
  readonly file_bytes: number;
  readonly sessions: readonly { readonly session: number; readonly first_seq: number; readonly last_seq: number }[];
  readonly gaps: readonly (GapDetail & { readonly dropped: number })[];
}

/** Null if there is no store in the file. */
export function summaryOf(db: Database): Summary | null {
  return db.transaction(() => {
    const store = storeOf(db);
    if (store === null) return null;
    const number = (sql: string): number => db.prepare<[], number | null>(sql).pluck().get() ?? 0;
    const pages = (name: string): number => db.pragma(name, { simple: true }) as number;
    const bodies = db.prepare<[], Uint8Array>("SELECT body FROM chunks WHERE gap = 1 ORDER BY first_seq").pluck().all();
    return {
      ...store,
      first_seq: number("SELECT min(first_seq) FROM chunks"),
      last_seq: number("SELECT max(last_seq) FROM chunks"),
      chunks: number("SELECT count(*) FROM chunks"),
      acked: number("SELECT seq FROM acks"),
      bytes: (pages("page_count") - pages("freelist_count")) * pages("page_size"),
      file_bytes: pages("page_count") * pages("page_size"),
      sessions: db
        .prepare<[], Summary["sessions"][number]>(
          "SELECT session, min(first_seq) AS first_seq, max(last_seq) AS last_seq FROM chunks GROUP BY session ORDER BY session",
        )
        .all(),
      gaps: bodies.flatMap((body) => {
        const records = attempt(() => decodeBody(body))?.records ?? [];
        const gap = attempt(() => gapOf(records));
        return gap === null ? [] : [{ ...gap, dropped: records[0]!.value }];
      }),
    };
  })();
}
