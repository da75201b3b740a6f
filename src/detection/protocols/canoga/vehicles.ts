import type { ChannelRecord } from "./codec.ts";

/** A vehicle that was over the loop for longer is not believed at once: it is rather a byte that was lost. */
const DURATION_MAX_MS = 120_000;
/** From one vehicle to the next; a longer time is rather a card that has begun anew. */
const HEADWAY_MAX_MS = 12 * 3_600_000;
/** How much later than it left a card may tell of a vehicle. */
const TELLS_MS = 1_000;
/** So many vehicles between two answers were never there. */
const MISSED_MAX = 16;
/** No lane fills 256 counts in less: after a longer silence nobody knows how often the count has wrapped. */
const WRAPS_MS = 240_000;

/** A card that has no vehicle to tell of has just begun. */
const isReset = ({ duration_ms, start_ms, count }: ChannelRecord): boolean => duration_ms === 0 && start_ms === 0 && count === 0;

const same = (a: ChannelRecord, b: ChannelRecord): boolean =>
  a.start_ms === b.start_ms && a.count === b.count && a.duration_ms === b.duration_ms;

/** From b to a on a clock that wraps, in ms. */
const apart = (a: number, b: number): number => (a - b) | 0;
const end = ({ start_ms, duration_ms }: ChannelRecord): number => (start_ms + duration_ms) >>> 0;

/** When the last vehicle of all left; null if there was none. */
function newest(records: readonly ChannelRecord[]): number | null {
  let last: number | null = null;
  for (const record of records) if (!isReset(record) && (last === null || apart(end(record), last) > 0)) last = end(record);
  return last;
}

/**
 * False for an answer that the checksum lets through and no card says. What is new in it has happened after everything of the answer before;
 * where there is none, its vehicles are of one day.
 */
export function believable(records: readonly ChannelRecord[], before: readonly ChannelRecord[] | null): boolean {
  if (records.every(isReset)) return true;
  // One vehicle is over one loop: an answer that broke off after two records and began once more has each of them twice.
  if (records.some((record, i) => !isReset(record) && records.some((other, j) => j > i && same(record, other)))) return false;
  const known = before === null ? null : newest(before);
  const last = newest(records)!;
  return records.every((record, i) => {
    const was = before?.[i];
    if (was ? same(record, was) : isReset(record)) return true;
    if (record.duration_ms > DURATION_MAX_MS) return false;
    if (was && (isReset(record) || record.start_ms === was.start_ms || record.count === was.count)) return false;
    const since = known === null ? apart(last, end(record)) : apart(end(record), known) + TELLS_MS;
    return since >= 0 && since < HEADWAY_MAX_MS;
  });
}

export interface Passed {
  /** Vehicles that have come and gone since the answer before. */
  readonly vehicles: number;
  /** The card has begun anew, and its clock with it. */
  readonly begun: boolean;
}

const NOBODY: Passed = { vehicles: 0, begun: false };

/** What has passed since `before`, which was said `since_ms` ago. Where nobody can know how many, it is the one that the record is of. */
export function passedSince(now: ChannelRecord, before: ChannelRecord, since_ms: number): Passed {
  if (same(now, before)) return NOBODY;
  if (isReset(now)) return { vehicles: 0, begun: true };
  const headway = (now.start_ms - before.start_ms) >>> 0;
  const begun = !isReset(before) && (headway === 0 || headway >= HEADWAY_MAX_MS);
  const vehicles = (now.count - before.count) & 0xff;
  const known = !begun && since_ms < WRAPS_MS && vehicles >= 1 && vehicles <= MISSED_MAX + 1;
  return { vehicles: known ? vehicles : 1, begun };
}
