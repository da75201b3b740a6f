const TABLE = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x1c) & 0xff : (crc << 1) & 0xff;
  return crc;
});

/**
 * The CRC-8 of Wavetronix SS125 frames, of `bytes[from]` up to, not including, `bytes[to]`: polynomial 0x1C, initial 0, not reflected.
 * Check value of "123456789": 0xBC.
 */
export function crc8Ss125(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) crc = TABLE[crc ^ bytes[i]!]!;
  return crc;
}
