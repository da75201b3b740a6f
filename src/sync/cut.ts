import { stopline } from "#wire";
import type { StoredChunk } from "../journal/port.ts";

/**
 * A chunk in parts whose bodies have at most `body_max` bytes: as it is, almost always. Throws an Error in words for a record that does not
 * fit into one message.
 */
export function cut(chunk: StoredChunk, body_max: number): readonly StoredChunk[] {
  if (chunk.body.length <= body_max) return [chunk];
  const { records, ...head } = stopline.v1.Chunk.decode(chunk.body);
  if (records.length < 2) {
    const words = `record ${chunk.first_seq} of the journal has ${chunk.body.length} bytes, and one message carries ${body_max}`;
    throw new Error(`${words}; give the broker a higher max_packet_size, or the site file fewer words`);
  }
  const middle = records.length >> 1;
  const part = (from: number, to: number): StoredChunk => {
    const first_seq = chunk.first_seq + from;
    const body = stopline.v1.Chunk.encode({ ...head, firstSeq: first_seq, records: records.slice(from, to) }).finish();
    return { first_seq, last_seq: chunk.first_seq + to - 1, body };
  };
  return [part(0, middle), part(middle, records.length)].flatMap((half) => cut(half, body_max));
}
