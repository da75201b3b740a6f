import type { ClosedChunk } from "./batch.ts";

/** A chunk's row but for its sum. */
export type Summed = Pick<ClosedChunk, "first_seq" | "last_seq" | "session" | "at_once" | "gap" | "body">;

/** CRC-32 as Ethernet and zip have it (polynomial 0xEDB88320): one flipped bit is always found, and any burst of up to 32. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}

/** Over the numbers of its row and its body: a row whose bytes have changed on the disk is told from one that was written so. */
export function sumOf({ first_seq, last_seq, session, at_once, gap, body }: Summed): number {
  const head = new Float64Array([first_seq, last_seq, session, (at_once ? 2 : 0) + (gap ? 1 : 0)]);
  return crc(body, crc(new Uint8Array(head.buffer)));
}
