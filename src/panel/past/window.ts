import type { LocalTime } from "../../journal/local-time.ts";
import type { Moments } from "../../journal/moments.ts";
import type { Chunk } from "../../journal/port.ts";
import { CODE } from "../../traffic/codes.ts";
import type { WallTime } from "../../traffic/time.ts";

/** A green that was on when it began is known if it began within this. */
const LEAD_MS = 3_600_000;
/** And one that was on when it ended if it is over within this. */
const TAIL_MS = 600_000;
/** A day of the busiest site that we know has a third of it. More is refused: the worker has so much memory. */
export const RECORDS_MAX = 2_000_000;
const WEEK_MS = 7 * 24 * 3_600_000;

/** What of a session holds on: which pattern with which splits is in force, who has failed, whether it flashes. */
const HOLDS: ReadonlySet<number> = new Set([
  ...[83, 84, 85, 86, 87, 88, CODE.patternChanged, CODE.unitFlashStatus],
  ...Array.from({ length: 18 }, (_, i) => 132 + i),
]);

/** What a window is made of. */
export interface Source {
  readonly next: (after: number) => Chunk | null;
  readonly onward: (after: number) => Iterable<Chunk>;
  readonly urgent: (after: number, before: number) => Iterable<Chunk>;
  readonly moments: Moments;
}

export class TooMuch extends Error {}

/**
 * The chunks that tell of [from, to): an hour before it, and what comes to an end behind it. Where that is in the middle of a session, before them
 * stands a chunk of what held on then. Throws a TooMuch.
 */
export function* windowOf({ next, onward, urgent, moments }: Source, from: number, to: number): Generator<Chunk, void, undefined> {
  const { after, last } = moments.run(from - LEAD_MS, to + TAIL_MS);
  const first = last === 0 ? null : next(after);
  if (first === null) return;
  const before = heldAt(first, next, urgent);
  if (before !== null) yield before;
  let records = 0;
  for (const chunk of onward(first.first_seq - 1)) {
    if (chunk.first_seq > last) return;
    // Whatever is long behind it: walls that ran ahead do not come back for more than a correction.
    records += chunk.records.length;
    if (records > RECORDS_MAX) throw new TooMuch(`there are more than ${RECORDS_MAX} records in it`);
    yield chunk;
  }
}

/** Null where `chunk` begins its session, or where nothing is left of the beginning. */
function heldAt(chunk: Chunk, next: Source["next"], urgent: Source["urgent"]): Chunk | null {
  const begin = beginningOf(chunk, next);
  if (begin === null || begin.first_seq === chunk.first_seq) return null;
  const start = begin.records[0]!;
  const held = new Map<string, (typeof begin.records)[number]>();
  let { wall_base } = begin;
  for (const each of urgent(begin.first_seq - 1, chunk.first_seq)) {
    // Behind a hole nobody knows what held before it.
    if (each.records[0]?.code === CODE.gap) held.clear();
    for (const record of each.records) {
      if (!HOLDS.has(record.code)) continue;
      // A new pattern brings splits of its own.
      if (record.code === CODE.patternChanged) for (const key of [...held.keys()]) if (key.startsWith("plan")) held.delete(key);
      held.set(keyOf(record), record);
    }
    wall_base = each.wall_base;
  }
  const records = [...held.values()].toSorted((a, b) => a.seq - b.seq);
  // Its last number lies before the chunk's first: there is a hole between them.
  return { ...begin, last_seq: begin.first_seq - 1, wall_base, records: start.code === CODE.sessionStart ? [start, ...records] : records };
}

/** One of a kind holds: the last. */
function keyOf({ code, param }: Chunk["records"][number]): string {
  if (code >= 83 && code <= 88) return `detector ${param}`;
  if (code >= 132 && code <= 149) return `plan ${code}`;
  return String(code);
}

/** The first chunk that is left of a chunk's session; by halving, as there is no list of sessions. */
function beginningOf({ session, first_seq }: Chunk, next: Source["next"]): Chunk | null {
  let low = (next(0)?.first_seq ?? 1) - 1;
  let high = first_seq - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const there = next(middle);
    if (there !== null && there.session < session) low = there.last_seq;
    else high = Math.min(middle, (there?.first_seq ?? 1) - 1);
  }
  return next(low);
}

/**
 * The same time a week before, by the clocks of the site: [from, to) of UTC. Where clocks went forward in it, it is an hour shorter, and empty if
 * all of it is the hour that did not come; where they went back, an hour longer.
 */
export function weekBefore(from: number, to: number, local: LocalTime): { readonly from: number; readonly to: number } {
  return { from: shown(local, local.of(from as WallTime) - WEEK_MS), to: shown(local, local.of(to as WallTime) - WEEK_MS, true) };
}

/** When the clocks showed it: for the first time, or the last. Where they went over it, the moment at which they did. */
function shown(local: LocalTime, showing: number, last = false): number {
  const HOUR_MS = 3_600_000;
  const showed = [-26, -13, 0, 13, 26]
    .map((hours) => {
      const near = (showing + hours * HOUR_MS) as WallTime;
      return showing - (local.of(near) - near);
    })
    .sort((a, b) => a - b);
  const right = showed.filter((at) => local.of(at as WallTime) === showing);
  const found = last ? right.at(-1) : right[0];
  if (found !== undefined) return found;
  // An hour that did not come: halve the way to where the clocks went over it.
  let [low, high] = [showed[0]!, showed.at(-1)!];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (local.of(middle as WallTime) < showing) low = middle;
    else high = middle;
  }
  return high;
}
