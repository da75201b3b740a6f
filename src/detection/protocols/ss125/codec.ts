import { crc8Ss125 } from "../../../serial/framing/crc8-ss125.ts";

export const HEADER_BYTES = 11;
/** SmartSensor HD detects up to 22 lanes. */
export const SS125_LANES = 22;
/** Frames of one answer: the lanes and the approaches. */
export const FRAMES_MAX = 32;
/** Of a header, those that are the same in every answer of a sensor. */
const FIXED_BYTES = 8;
/** Length of an interval data body, without its CRC. */
export const INTERVAL_BODY = 45;
/** Length of a result body, without its CRC. */
export const RESULT_BODY = 5;
export const INTERVAL_MESSAGE = 0x71;
/** Whole frames: the question, and one lane's answer. */
export const REQUEST_BYTES = HEADER_BYTES + 7;
export const INTERVAL_FRAME = HEADER_BYTES + INTERVAL_BODY + 1;
const RESULT = 2;

/** One lane (or approach) of one interval. */
export interface Interval {
  /** 0-based; lanes first, then approaches. */
  readonly packet: number;
  readonly interval: number;
  /** End of the interval by the sensor's clock, Unix ms. */
  readonly end_ms: number;
  readonly volume: number;
  readonly occupancy_pm: number;
  /** In 1/256 of the unit that the sensor is set to; null where the sensor marks it invalid. */
  readonly speed_256: number | null;
  readonly lanes: number;
  readonly approaches: number;
}

const u16 = (b: Uint8Array, at: number) => (b[at]! << 8) | b[at + 1]!;
const u24 = (b: Uint8Array, at: number) => (b[at]! << 16) | (b[at + 1]! << 8) | b[at + 2]!;
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

/** Asks sensor `address` for its latest interval, in one preallocated frame; `sequence` is set for each try. */
export class IntervalRequest {
  readonly #frame: Uint8Array;

  constructor(address: number) {
    this.#frame = new Uint8Array(REQUEST_BYTES);
    this.#frame.set([0x5a, 0x31, 0, address >> 8, address & 0xff, 0, 0, 0, 0, 6]);
    this.#frame[HEADER_BYTES] = INTERVAL_MESSAGE;
    this.#frame[HEADER_BYTES + 6] = crc8Ss125(this.#frame, HEADER_BYTES, HEADER_BYTES + 6);
  }

  with(sequence: number): Uint8Array {
    this.#frame[8] = sequence;
    this.#frame[10] = crc8Ss125(this.#frame, 0, 10);
    return this.#frame;
  }
}

/**
 * What `bytes` begins with: a positive number is the length of a good answer from sensor `address`, 0 means the beginning of what may be
 * one, a negative number is that many bytes of noise. Only the two lengths that message 0x71 can have are waited for, so a false
 * header in noise never waits past the end of the good answer behind it.
 */
export function frontOf(bytes: Uint8Array, address: number): number {
  const start = headerIn(bytes, address, 0);
  if (start > 0) return -start;
  if (bytes.length < HEADER_BYTES) return 0;
  const body = bytes[9]!;
  if ((body !== INTERVAL_BODY && body !== RESULT_BODY) || crc8Ss125(bytes, 0, 10) !== bytes[10]) return -1;
  const end = HEADER_BYTES + body;
  if (bytes.length <= end) return 0;
  if (crc8Ss125(bytes, HEADER_BYTES, end) !== bytes[end]) return -1;
  if (bytes[HEADER_BYTES] !== INTERVAL_MESSAGE) return -1;
  if (bytes[HEADER_BYTES + 2] !== (body === RESULT_BODY ? RESULT : 0)) return -1;
  if (body === INTERVAL_BODY && !believable(bytes)) return -1;
  // An answer that broke off, continued by the next one, has a right CRC-8 once in 256 times; eight bytes of header inside it tell.
  const inner = headerIn(bytes, address, HEADER_BYTES);
  return inner + FIXED_BYTES <= end ? -inner : end + 1;
}

/** Eight bits of CRC let one false body in 256 through; what it says about the sensor must make sense too. */
function believable(bytes: Uint8Array): boolean {
  const [packet, lanes, approaches] = [bytes[HEADER_BYTES + 1]!, bytes[HEADER_BYTES + 43]!, bytes[HEADER_BYTES + 44]!];
  return lanes <= SS125_LANES && lanes + approaches <= FRAMES_MAX && packet < lanes + approaches;
}

/** Where, from `from` on, a header from `address` to us begins, or may begin at the end of what is there. */
function headerIn(bytes: Uint8Array, address: number, from: number): number {
  const n = bytes.length;
  for (let at = from; at < n; at++) {
    if (bytes[at] !== 0x5a) continue;
    let i = 1;
    while (i < FIXED_BYTES && at + i < n && bytes[at + i] === headerByte(i, address)) i++;
    if (i === FIXED_BYTES || at + i === n) return at;
  }
  return n;
}

function headerByte(i: number, address: number): number {
  if (i === 1) return 0x31;
  if (i === 6) return address >> 8;
  if (i === 7) return address & 0xff;
  return 0;
}

/** The body of a good answer that `frontOf` found at the front of `bytes`; null for a result code. */
export function intervalIn(bytes: Uint8Array): Interval | null {
  if (bytes[9] !== INTERVAL_BODY) return null;
  const b = HEADER_BYTES;
  return {
    packet: bytes[b + 1]!,
    interval: u24(bytes, b + 3),
    end_ms: date(bytes, b + 6),
    speed_256: fixed24(bytes, b + 14),
    volume: u24(bytes, b + 17),
    occupancy_pm: u16(bytes, b + 20),
    lanes: bytes[b + 43]!,
    approaches: bytes[b + 44]!,
  };
}
