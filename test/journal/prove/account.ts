import { gapOf } from "../../../src/journal/body.ts";
import type { Chunk } from "../../../src/journal/port.ts";

/** What there is of a street that numbers its entries by their values, 1, 2, 3 and so on. */
export interface Account {
  readonly epoch: string;
  readonly first_seq: number;
  readonly last_seq: number;
  /** The last entry's number; what gap records stand for is counted. */
  readonly last_value: number;
  /** How many entries gap records stand for. */
  readonly dropped: number;
  /** Whether a gap record does not say how many. */
  readonly unknown: boolean;
  /** What must not be: a hole, an entry twice or out of order. */
  readonly wrong: readonly string[];
}

export function accountOf(chunks: Iterable<Chunk>): Account {
  const epochs = new Set<string>();
  const wrong: string[] = [];
  let [first_seq, next, session, dropped] = [0, 0, 0, 0];
  let [value, known, unknown] = [0, false, false];
  for (const chunk of chunks) {
    epochs.add(chunk.epoch);
    if (next === 0) [first_seq, next] = [chunk.first_seq, chunk.first_seq];
    if (chunk.first_seq !== next) wrong.push(`record ${chunk.first_seq} follows on ${next - 1}`);
    if (chunk.session !== 0 && chunk.session < session) wrong.push(`session ${chunk.session} follows on ${session}`);
    session = Math.max(session, chunk.session);
    const gap = gapOf(chunk.records);
    if (gap !== null) {
      const lost = chunk.records[0]!.value;
      dropped += lost;
      value += lost;
      // One that stands for more than it can count, or for the beginning: the next entry says where we are.
      if (lost === 0 && gap.to > gap.from) [known, unknown] = [false, true];
    } else
      for (const record of chunk.records) {
        if (/^.ark-/.test(record.detail) && record.detail !== `mark-${record.value};`)
          wrong.push(`entry ${record.value} has become ${record.detail}`);
        if (known && record.value !== value + 1) wrong.push(`entry ${record.value} follows on ${value}, as record ${record.seq}`);
        [value, known] = [record.value, true];
      }
    next = chunk.last_seq + 1;
  }
  if (epochs.size > 1) wrong.push(`${epochs.size} epochs in one journal`);
  return { epoch: [...epochs][0] ?? "", first_seq, last_seq: Math.max(0, next - 1), last_value: value, dropped, unknown, wrong };
}
