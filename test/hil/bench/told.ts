import { BATCH_MS } from "../../../src/journal/batch.ts";
import type { Chunk } from "../../../src/journal/port.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import type { Kept, Session } from "../seen.ts";

/** A unit's journal as far as a brain tells it. */
export interface Told {
  readonly chunks: readonly Chunk[];
  readonly sessions: readonly Session[];
}

/**
 * Nobody looks into the file of a unit on a table: what its brain has stands for it. A session begins with its first record; instants are taken from wall
 * times, which holds until somebody sets the clock, be it network time by a twentieth of a second: up to where is told (`exactTo`). `began`: the wall
 * time at the beginning of the play. Lives that began before `since` are left out.
 */
export function toldBy(unit: string, records: readonly Kept[], began: number, since: number): Told {
  const chunks: Chunk[] = [];
  const sessions: Session[] = [];
  let [epoch, session, base] = ["", 0, 0];
  for (const kept of records.slice(firstOf(records, since))) {
    if (kept.epoch !== epoch || kept.code === CODE.sessionStart) {
      session = kept.epoch === epoch ? session + 1 : 1;
      [epoch, base] = [kept.epoch, kept.wall];
      // A unit has begun when it speaks: its first word on a line is the play's beginning.
      sessions.push({ epoch, session, at: Math.max(0, base - began) });
    }
    const { seq, wall, code, param, value, detail, input } = kept;
    chunks.push({
      unit,
      epoch,
      session,
      first_seq: seq,
      last_seq: seq,
      wall_base: WallTime(base),
      records: [{ seq, at: Instant(Math.max(0, wall - base)), code, param, value, detail, input }],
    });
  }
  return { chunks, sessions: sessions.map((each) => exactTo(each, chunks)) };
}

/** A chunk's records have the wall time of its last one: those of the chunk in which the clock was set have the new one, before it was set as well. */
function exactTo(session: Session, chunks: readonly Chunk[]): Session {
  const records = chunks.flatMap((chunk) => (chunk.epoch === session.epoch && chunk.session === session.session ? chunk.records : []));
  const set = records.find(({ code }) => code === CODE.clockCorrected);
  if (set === undefined) return session;
  const until = set.at - set.value - BATCH_MS + Math.min(0, set.value);
  const past = records.findIndex(({ at }) => at >= until);
  return { ...session, exact_to: records[past - 1]?.seq ?? 0 };
}

/** Where the first life since then begins. */
function firstOf(records: readonly Kept[], since: number): number {
  const first = records.findIndex(({ code, wall }) => code === CODE.sessionStart && wall >= since);
  return first < 0 ? records.length : first;
}
