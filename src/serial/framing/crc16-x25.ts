const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  return crc;
});

/**
 * The frame check of HDLC (ISO/IEC 13239; CRC-16-CCITT in NEMA TS 2's words) of `bytes[from]` up to, not including, `bytes[to]`: reflected
 * polynomial 0x8408, initial 0xFFFF, complemented. It travels low byte first. Check value of "123456789": 0x906E.
 */
export function crc16X25(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffff;
  for (let i = from; i < to; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]!) & 0xff]!;
  return crc ^ 0xffff;
}
