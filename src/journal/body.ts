import { stopline } from "#wire";
import { CODE } from "../traffic/codes.ts";
import type { Entry } from "../traffic/entry.ts";
import type { Instant, WallTime } from "../traffic/time.ts";
import type { Chunk, GapDetail, Record } from "./port.ts";

/** What stands above a chunk's records. */
export interface Head {
  readonly unit: string;
  readonly epoch: string;
  readonly session: number;
  readonly first_seq: number;
  readonly wall_base: WallTime;
}

/** A chunk as it is stored and sent: an encoded stopline.v1.Chunk. */
export function encodeBody(head: Head, entries: readonly Entry[]): Uint8Array {
  return stopline.v1.Chunk.encode({
    unit: head.unit,
    epoch: head.epoch,
    session: head.session,
    firstSeq: head.first_seq,
    wallBaseMs: head.wall_base,
    records: entries.map((e) => ({ atMs: e.at, code: e.code, param: e.param, value: e.value, detail: e.detail, input: e.input })),
  }).finish();
}

/** Throws an Error if `body` is no chunk. */
export function decodeBody(body: Uint8Array): Chunk {
  const { unit, epoch, session, firstSeq, wallBaseMs, records } = stopline.v1.Chunk.decode(body);
  const decoded = records.map(
    (r, i): Record => ({
      seq: firstSeq + i,
      at: (r.atMs ?? 0) as Instant,
      code: r.code ?? 0,
      param: r.param ?? 0,
      value: r.value ?? 0,
      detail: r.detail ?? "",
      input: r.input ?? false,
    }),
  );
  const gap = gapOf(decoded);
  const last_seq = gap === null ? firstSeq + decoded.length - 1 : gap.to;
  return { unit, epoch, session, first_seq: firstSeq, last_seq, wall_base: wallBaseMs as WallTime, records: decoded };
}

/** What a chunk's only record stands for, if it is a gap record. */
export function gapOf([only, ...others]: readonly Record[]): GapDetail | null {
  if (only?.code !== CODE.gap || others.length > 0) return null;
  return JSON.parse(only.detail) as GapDetail;
}

/** A gap record in the place of the records `from` to `to`; `dropped` is how many they were, 0 where nobody knows. */
export function gapEntry(at: Instant, gap: GapDetail, dropped: number): Entry {
  return { at, code: CODE.gap, param: 0, value: dropped, detail: JSON.stringify(gap), input: false };
}
