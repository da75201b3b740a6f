export const u16 = (b: Uint8Array, at: number) => (b[at]! << 8) | b[at + 1]!;
export const u24 = (b: Uint8Array, at: number) => (b[at]! << 16) | (b[at + 1]! << 8) | b[at + 2]!;
const u32 = (b: Uint8Array, at: number) => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;

/** A 24-bit fixed-point number in 1/256; null if its valid bit is clear. The fraction has the sign of the whole part. */
export function fixed24(b: Uint8Array, at: number): number | null {
  if ((b[at]! & 0x80) === 0) return null;
  const whole = (u16(b, at) << 17) >> 17;
  return whole * 256 + (whole < 0 ? -b[at + 2]! : b[at + 2]!);
}

/** The sensor's date and time (UTC) as Unix ms. */
export function date(b: Uint8Array, at: number): number {
  const [d, t] = [u32(b, at), u32(b, at + 4)];
  return Date.UTC(d >>> 9, ((d >>> 5) & 15) - 1, d & 31, (t >>> 22) & 31, (t >>> 16) & 63, (t >>> 10) & 63, t & 1023);
}

/** Whether there is a day and a time of day at `at`. */
export function isDate(b: Uint8Array, at: number): boolean {
  const [d, t] = [u32(b, at), u32(b, at + 4)];
  const [month, day, hour, minute, second] = [(d >>> 5) & 15, d & 31, (t >>> 22) & 31, (t >>> 16) & 63, (t >>> 10) & 63];
  return month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60 && (t & 1023) < 1_000;
}

/** Unix ms as the sensor keeps them. */
export function dateBytes(unix_ms: number): readonly number[] {
  const at = new Date(unix_ms);
  const d = (at.getUTCFullYear() << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const t = (at.getUTCHours() << 22) | (at.getUTCMinutes() << 16) | (at.getUTCSeconds() << 10) | at.getUTCMilliseconds();
  return [d, t].flatMap((word) => [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff]);
}
