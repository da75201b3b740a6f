import { crc16Modbus } from "../../serial/framing/crc16-modbus.ts";
import { EXCEPTION_BYTES } from "../../serial/framing/modbus-rtu.ts";
import { type Language, MORE, NOISE, plain } from "./language.ts";

const ADDRESS_MAX = 247;
const CRC_BITS = 16;
/** Questions, and confirmations of writes, are as long. */
const SHORT = 8;
const [EXCEPTION_BIT, WRITE_COILS, WRITE_REGISTERS] = [0x80, 15, 16];
const FUNCTIONS: { readonly [func: number]: string } = {
  1: "coils",
  2: "inputs",
  3: "holding registers",
  4: "input registers",
  5: "coil",
  6: "register",
  15: "coils",
  16: "registers",
};
const EXCEPTIONS: { readonly [code: number]: string } = {
  1: "no such function",
  2: "no such address",
  3: "no such value",
  4: "it has failed",
  5: "later",
  6: "busy",
};

export const MODBUS_RTU: Language = {
  settings: [
    ...plain(9_600),
    { baud: 19_200, parity: "even", stop_bits: 1 },
    ...plain(19_200, 38_400, 115_200, 57_600),
    { baud: 9_600, parity: "even", stop_bits: 1 },
  ],

  front(bytes) {
    const [address, func] = [bytes[0]!, bytes[1]];
    if (address > ADDRESS_MAX) return NOISE;
    if (func === undefined) return MORE;
    const lengths = lengthsOf(bytes, func);
    for (const length of lengths) {
      if (length > bytes.length || !checks(bytes, length)) continue;
      return { kind: "frame", length, address, bits: CRC_BITS, words: wordsOf(bytes, length) };
    }
    return lengths.some((length) => length > bytes.length) ? MORE : NOISE;
  },
};

/** How long the frame may be: as an answer, as a question. A byte that is not there yet makes it as long as it takes to come. */
function lengthsOf(bytes: Uint8Array, func: number): readonly number[] {
  if ((func & EXCEPTION_BIT) !== 0) return FUNCTIONS[func & ~EXCEPTION_BIT] === undefined ? [] : [EXCEPTION_BYTES];
  if (FUNCTIONS[func] === undefined) return [];
  if (func <= 4) return [5 + (bytes[2] ?? 1), SHORT];
  if (func === WRITE_COILS || func === WRITE_REGISTERS) return [SHORT, 9 + (bytes[6] ?? 1)];
  return [SHORT];
}

function checks(bytes: Uint8Array, length: number): boolean {
  const crc = crc16Modbus(bytes, 0, length - 2);
  return bytes[length - 2] === (crc & 0xff) && bytes[length - 1] === crc >>> 8;
}

const u16 = (bytes: Uint8Array, at: number) => (bytes[at]! << 8) | bytes[at + 1]!;
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

function wordsOf(bytes: Uint8Array, length: number): string {
  const [address, func] = [bytes[0]!, bytes[1]!];
  if ((func & EXCEPTION_BIT) !== 0)
    return `${address} refuses ${FUNCTIONS[func & ~EXCEPTION_BIT]}: ${EXCEPTIONS[bytes[2]!] ?? `code ${bytes[2]}`}`;
  const what = FUNCTIONS[func]!;
  if (func <= 4 && length === 5 + bytes[2]!)
    return `${address} answers, ${what}: ${func <= 2 ? bitsOf(bytes, length) : hex(bytes.subarray(3, length - 2))}`;
  if (func === 5 || func === 6) return `${address}: ${what} ${u16(bytes, 2) + 1} is set to ${u16(bytes, 4)}`;
  const [first, count] = [u16(bytes, 2) + 1, u16(bytes, 4)];
  const range = count === 1 ? `${first}` : `${first} to ${first + count - 1}`;
  if (func <= 4) return `${address} is asked for ${what} ${range}`;
  return length === SHORT
    ? `${address} confirms ${what} ${range}`
    : `${address} is told ${what} ${range}: ${hex(bytes.subarray(7, length - 2))}`;
}

/** The first input first. */
const bitsOf = (bytes: Uint8Array, length: number) =>
  Array.from(bytes.subarray(3, length - 2), (byte) => [...byte.toString(2).padStart(8, "0")].reverse().join("")).join(" ");
