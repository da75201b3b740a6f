import { crc8Ss125 } from "../../../serial/framing/crc8-ss125.ts";
import { date, dateBytes, fixed24, isDate, u16, u24 } from "./numbers.ts";

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
/** Length of an event body and of a date body, without their CRC. */
export const EVENT_BODY = 23;
export const DATE_BODY = 11;
/** A whole frame: one lane's answer. */
export const INTERVAL_FRAME = HEADER_BYTES + INTERVAL_BODY + 1;
export const INTERVAL_MESSAGE = 0x71;
export const EVENT_MESSAGE = 0x67;
export const DATE_MESSAGE = 0x0e;
/** Whoever stands in the beam for longer is part of the street. */
const DURATION_MAX_MS = 600_000;
const [READ, WRITE, RESULT] = [0, 1, 2];
/** By message, the length of the body of an answer that is no result. */
const BODIES: { readonly [message: number]: number } = {
  [INTERVAL_MESSAGE]: INTERVAL_BODY,
  [EVENT_MESSAGE]: EVENT_BODY,
  [DATE_MESSAGE]: DATE_BODY,
};

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
  /** Motorcycles, short, medium and long vehicles. */
  readonly classes: readonly [number, number, number, number];
  readonly lanes: number;
  readonly approaches: number;
}

/** One vehicle, as it left its lane. */
export interface VehicleEvent {
  /** From 0. */
  readonly lane: number;
  /** By the sensor's clock, Unix ms. */
  readonly stamp_ms: number;
  readonly duration_ms: number;
  /** In 1/256 of the unit that the sensor is set to; null where the sensor marks it invalid. */
  readonly speed_256: number | null;
  readonly length_256: number;
  readonly range_256: number;
}

/** A question to sensor `address`, in one preallocated frame; its sequence is set for each try. */
export class Request {
  readonly #frame: Uint8Array;

  constructor(address: number, body: readonly number[]) {
    const end = HEADER_BYTES + body.length;
    this.#frame = new Uint8Array(end + 1);
    this.#frame.set([0x5a, 0x31, 0, address >> 8, address & 0xff, 0, 0, 0, 0, body.length]);
    this.#frame.set(body, HEADER_BYTES);
    this.#frame[end] = crc8Ss125(this.#frame, HEADER_BYTES, end);
  }

  get length(): number {
    return this.#frame.length;
  }

  with(sequence: number): Uint8Array {
    this.#frame[8] = sequence;
    this.#frame[10] = crc8Ss125(this.#frame, 0, 10);
    return this.#frame;
  }
}

/** For the latest interval; for the oldest event that it still holds; for its date and time; and to set them. */
export const intervalRequest = (address: number): Request => new Request(address, [INTERVAL_MESSAGE, 0, READ, 0, 0, 0]);
export const eventRequest = (address: number): Request => new Request(address, [EVENT_MESSAGE, 0, READ]);
export const dateRequest = (address: number): Request => new Request(address, [DATE_MESSAGE, 0, READ]);
export const setDateRequest = (address: number, unix_ms: number): Request =>
  new Request(address, [DATE_MESSAGE, 0, WRITE, ...dateBytes(unix_ms)]);

/**
 * What `bytes` begins with: a positive number is the length of a good answer of sensor `address` to `message`, 0 means the beginning of what
 * may be one, a negative number is that many bytes of noise. Only the two lengths that it can have are waited for, so a false header in
 * noise never waits past the end of the good answer behind it.
 */
export function frontOf(bytes: Uint8Array, address: number, message: number): number {
  const start = headerIn(bytes, address, 0);
  if (start > 0) return -start;
  if (bytes.length < HEADER_BYTES) return 0;
  const body = bytes[9]!;
  if ((body !== BODIES[message] && body !== RESULT_BODY) || crc8Ss125(bytes, 0, 10) !== bytes[10]) return -1;
  const end = HEADER_BYTES + body;
  if (bytes.length <= end) {
    // A whole answer inside what this one still waits for: its own end will not come.
    const next = headerIn(bytes, address, HEADER_BYTES);
    return next + FIXED_BYTES <= bytes.length ? -next : 0;
  }
  if (crc8Ss125(bytes, HEADER_BYTES, end) !== bytes[end]) return -1;
  if (bytes[HEADER_BYTES] !== message) return -1;
  if (bytes[HEADER_BYTES + 2] !== (body === RESULT_BODY ? RESULT : READ)) return -1;
  if (body !== RESULT_BODY && !believable(bytes, message)) return -1;
  // An answer that broke off, continued by the next one, has a right CRC-8 once in 256 times; eight bytes of header inside it tell.
  const inner = headerIn(bytes, address, HEADER_BYTES);
  return inner + FIXED_BYTES <= end ? -inner : end + 1;
}

/** Eight bits of CRC let one false body in 256 through; what it says about the sensor must make sense too. */
function believable(bytes: Uint8Array, message: number): boolean {
  const sub = bytes[HEADER_BYTES + 1]!;
  if (message === DATE_MESSAGE) return isDate(bytes, HEADER_BYTES + 3);
  if (message === EVENT_MESSAGE) return sub === 0 || (sub === 1 && isVehicle(bytes, HEADER_BYTES));
  const [lanes, approaches] = [bytes[HEADER_BYTES + 43]!, bytes[HEADER_BYTES + 44]!];
  return lanes <= SS125_LANES && lanes + approaches <= FRAMES_MAX && sub < lanes + approaches;
}

function isVehicle(bytes: Uint8Array, body: number): boolean {
  return bytes[body + 11]! < SS125_LANES && u24(bytes, body + 14) <= DURATION_MAX_MS && isDate(bytes, body + 3);
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
    classes: [u24(bytes, b + 22), u24(bytes, b + 25), u24(bytes, b + 28), u24(bytes, b + 31)],
    lanes: bytes[b + 43]!,
    approaches: bytes[b + 44]!,
  };
}

/** The event in a body; null if the sensor holds none. */
export function eventIn(body: Uint8Array): VehicleEvent | null {
  if (body[1] !== 1) return null;
  return {
    lane: body[11]!,
    stamp_ms: date(body, 3),
    duration_ms: u24(body, 14),
    speed_256: fixed24(body, 17),
    length_256: u16(body, 21),
    range_256: u16(body, 12),
  };
}

/** The sensor's code in a good answer that says how something went; null if it is none. 0 is well. */
export const resultIn = (bytes: Uint8Array): number | null => (bytes[9] === RESULT_BODY ? u16(bytes, HEADER_BYTES + 3) : null);
