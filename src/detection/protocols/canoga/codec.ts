import { xorNmea } from "../../../serial/framing/xor-nmea.ts";

export const CANOGA_CHANNELS = 4;
const RECORD_BYTES = 9;
/** Four records and the exclusive or of them: no header, no length, no end. */
export const DETECTION_BYTES = CANOGA_CHANNELS * RECORD_BYTES + 1;
/** What we ask: the first byte of a request's payload. */
export const BINARY_DETECTION = 0x2a;
export const SERIAL_NUMBER = 0x61;
export const VERSION = 0x42;

const [LESS, GREATER] = [0x3c, 0x3e];
/** "<", two digits of length, address; two digits of checksum, ">". */
const FRAME_BYTES = 7;
const [LENGTH, ADDRESS, PAYLOAD] = [1, 3, 4];

/** One channel: its last whole vehicle, and what it says of now. */
export interface ChannelRecord {
  readonly duration_ms: number;
  /** When that vehicle came, in ms since the card began; wraps after 49.7 days. */
  readonly start_ms: number;
  /** Vehicles, modulo 256. */
  readonly count: number;
  readonly state: number;
}

/** A request, or one of the framed answers, to or from the card at `address`. */
export function framed(address: number, payload: readonly number[]): Uint8Array {
  const length = payload.length + FRAME_BYTES;
  const frame = Uint8Array.of(LESS, ...hex(length), address, ...payload, 0, 0, 0);
  frame.set([...hex(xorNmea(frame, 0, length)), GREATER], length - 3);
  return frame;
}

/**
 * What `bytes` begins with, where a framed answer of the type that was asked for is awaited: a positive number is its length, 0 means the
 * beginning of what may be one, a negative number is that many bytes of noise.
 */
export function framedFront(bytes: Uint8Array, address: number, type: number): number {
  const start = bytes.indexOf(LESS);
  if (start !== 0) return start < 0 ? -bytes.length : -start;
  if (bytes.length <= PAYLOAD) return 0;
  const length = digits(bytes, LENGTH);
  if (!(length > FRAME_BYTES) || bytes[ADDRESS] !== address || bytes[PAYLOAD] !== type) return -1;
  if (bytes.length < length) return 0;
  const good = bytes[length - 1] === GREATER && digits(bytes, length - 3) === xorNmea(bytes, 0, length - 3);
  return good ? length : -1;
}

/** The text of a framed answer of `length` bytes: what stands behind its type. */
export const textOf = (bytes: Uint8Array, length: number): string => String.fromCharCode(...bytes.subarray(PAYLOAD + 1, length - 3));

/** The same as it may be shown and kept: what a terminal would obey is left out. */
export const plainText = (bytes: Uint8Array, length: number): string =>
  textOf(bytes, length)
    .replace(/[^\x20-\x7e]/g, "")
    .trim();

/** True where the first 37 of `bytes` have the right checksum; one run of 37 in 256 does by chance. */
export const detectionChecks = (bytes: Uint8Array): boolean => xorNmea(bytes, 0, DETECTION_BYTES - 1) === bytes[DETECTION_BYTES - 1];

/** The four channels of a binary detection answer. */
export function recordsIn(bytes: Uint8Array): readonly ChannelRecord[] {
  return Array.from({ length: CANOGA_CHANNELS }, (_, channel) => {
    const at = channel * RECORD_BYTES;
    return {
      duration_ms: (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!,
      start_ms: ((bytes[at + 3]! << 24) | (bytes[at + 4]! << 16) | (bytes[at + 5]! << 8) | bytes[at + 6]!) >>> 0,
      count: bytes[at + 7]!,
      state: bytes[at + 8]!,
    };
  });
}

/** As a card sends them. */
export function detectionOf(records: readonly ChannelRecord[]): Uint8Array {
  const bytes = new Uint8Array(DETECTION_BYTES);
  records.forEach(({ duration_ms, start_ms, count, state }, channel) => {
    const view = new DataView(bytes.buffer, channel * RECORD_BYTES);
    view.setUint8(0, duration_ms >> 16);
    view.setUint16(1, duration_ms & 0xffff);
    view.setUint32(3, start_ms);
    view.setUint8(7, count);
    view.setUint8(8, state);
  });
  bytes[DETECTION_BYTES - 1] = xorNmea(bytes, 0, DETECTION_BYTES - 1);
  return bytes;
}

const digit = (value: number) => value + (value < 10 ? 0x30 : 0x37);
const hex = (value: number) => [digit(value >> 4), digit(value & 15)] as const;

/** Two upper-case hexadecimal digits; NaN where there are none. */
function digits(bytes: Uint8Array, at: number): number {
  const [high, low] = [bytes[at]!, bytes[at + 1]!].map((byte) => {
    if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
    return byte >= 0x41 && byte <= 0x46 ? byte - 0x37 : Number.NaN;
  }) as [number, number];
  return high * 16 + low;
}
