/** The checksum of NMEA 0183 sentences: exclusive or of `bytes[from]` up to, not including, `bytes[to]`; "$" and "*" stand outside it. */
export function xorNmea(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum ^= bytes[i]!;
  return sum;
}
