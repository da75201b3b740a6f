import { crc16Modbus } from "./crc16-modbus.ts";

/** Read coils, read discrete inputs, read holding registers, read input registers. */
export type ReadFunction = 1 | 2 | 3 | 4;
export const WRITE_COILS = 15;

/** An exception answer: address, function with its top bit set, code, CRC. */
export const EXCEPTION_BYTES = 5;
const EXCEPTION_BIT = 0x80;
/** 05 acknowledge and 06 server device busy mean "ask again", not "no" (Modbus application protocol V1.1b3, 7). */
const ASK_AGAIN = [5, 6];

/** Puts the CRC into the last two bytes, low byte first. */
export function seal(frame: Uint8Array): Uint8Array {
  const end = frame.length - 2;
  const crc = crc16Modbus(frame, 0, end);
  frame[end] = crc & 0xff;
  frame[end + 1] = crc >>> 8;
  return frame;
}

/** A question and what its answer must look like: it begins with `head` and is `length` bytes long. */
export interface Exchange {
  readonly request: Uint8Array;
  readonly head: Uint8Array;
  readonly length: number;
}

/** `start` and `count` are of bits for functions 1 and 2, of registers for 3 and 4; `start` is the data address, from 0. */
export function readExchange(address: number, func: ReadFunction, start: number, count: number): Exchange {
  const data = func <= 2 ? Math.ceil(count / 8) : count * 2;
  return {
    request: seal(Uint8Array.of(address, func, start >> 8, start & 0xff, count >> 8, count & 0xff, 0, 0)),
    head: Uint8Array.of(address, func, data),
    length: 5 + data,
  };
}

/** Writes `count` coils from data address `start`; the data lie in the request from byte 7, zero until someone sets and seals them. */
export function writeCoilsExchange(address: number, start: number, count: number): Exchange {
  const data = Math.ceil(count / 8);
  const request = new Uint8Array(9 + data);
  request.set([address, WRITE_COILS, start >> 8, start & 0xff, count >> 8, count & 0xff, data]);
  return { request: seal(request), head: request.slice(0, 6), length: 8 };
}

/**
 * What `bytes` begins with: a positive number is the length of a good answer to `asked` (its own, or an exception), 0 means the beginning
 * of what may be one, a negative number is that many bytes of noise. An answer of another device, or to another question, is noise.
 */
export function frontOf(bytes: Uint8Array, asked: Exchange): number {
  const start = headIn(bytes, asked.head);
  if (start > 0) return -start;
  const refused = bytes.length > 1 && isException(bytes);
  const length = refused ? EXCEPTION_BYTES : asked.length;
  if (bytes.length < length) return 0;
  const crc = crc16Modbus(bytes, 0, length - 2);
  if (bytes[length - 2] !== (crc & 0xff) || bytes[length - 1] !== crc >>> 8) return -1;
  return refused && ASK_AGAIN.includes(bytes[2]!) ? -length : length;
}

/** True for a good frame that says no: it answers, but not the question. */
export const isException = (frame: Uint8Array): boolean => (frame[1]! & EXCEPTION_BIT) !== 0;

/** Where an answer begins, or may begin at the end of what is there. */
function headIn(bytes: Uint8Array, head: Uint8Array): number {
  const n = bytes.length;
  for (let at = 0; at < n; at++) {
    if (bytes[at] !== head[0]) continue;
    if (at + 1 === n || bytes[at + 1] === (head[1]! | EXCEPTION_BIT)) return at;
    let i = 1;
    while (i < head.length && at + i < n && bytes[at + i] === head[i]) i++;
    if (i === head.length || at + i === n) return at;
  }
  return n;
}
