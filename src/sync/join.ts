import type { StoredChunk } from "../journal/port.ts";
import { bonesOf } from "./bones.ts";

/**
 * As many of these neighbours as make one chunk of at most `bytes_max`, and how many they were; one at least. Ten seconds of a quiet street are
 * 200 bytes: as messages of their own they would cost ten times what they say. A gap record stays alone; so does what has another session or
 * clock.
 */
export function join(chunks: readonly StoredChunk[], bytes_max: number): { readonly chunk: StoredChunk; readonly count: number } {
  const [first] = chunks;
  if (first === undefined) throw new RangeError("nothing to join");
  const bones = first.body.length < bytes_max ? bonesOf(first.body) : null;
  if (bones === null || !isWhole(first, bones)) return { chunk: first, count: 1 };
  let [last, bytes] = [first, first.body.length];
  const parts = [first.body];
  for (const next of chunks.slice(1)) {
    const its = bytes + next.body.length <= bytes_max && next.first_seq === last.last_seq + 1 ? bonesOf(next.body) : null;
    if (its === null || its.name !== bones.name || !isWhole(next, its)) break;
    parts.push(next.body.subarray(its.body_at));
    bytes += next.body.length - its.body_at;
    last = next;
  }
  if (parts.length === 1) return { chunk: first, count: 1 };
  // In protobuf what repeats is what follows: the first one's head, then the records of all.
  return { chunk: { first_seq: first.first_seq, last_seq: last.last_seq, body: Buffer.concat(parts, bytes) }, count: parts.length };
}

/** Each of its seqs has its record. */
const isWhole = ({ first_seq, last_seq }: StoredChunk, { records, gap }: { readonly records: number; readonly gap: boolean }): boolean =>
  !gap && last_seq - first_seq + 1 === records;
