import { crc16Modbus } from "../../../serial/framing/crc16-modbus.ts";

export const BLUEPRINT_INPUTS = 8;
/** "B", address, inputs, faults, CRC. */
export const ANSWER_BYTES = 6;
const [ASK, ANSWER] = [0x3f, 0x42];

/** What the card says of now: a bit for each input, bit 0 for input 1. */
export interface Answer {
  readonly inputs: number;
  readonly faults: number;
}

/** The question to the card at `address`. */
export const question = (address: number): Uint8Array => sealed([ASK, address]);

/** As a card answers it: what the simulated street says, and tests. */
export const formatAnswer = (address: number, { inputs, faults }: Answer): Uint8Array => sealed([ANSWER, address, inputs, faults]);

/**
 * What `bytes` begins with: a positive number is the length of a good answer from `address`, 0 means the beginning of what may be one, a
 * negative number is that many bytes of noise. It never throws, and looks at nothing but bytes.
 */
export function frontOf(bytes: Uint8Array, address: number): number {
  const start = bytes.indexOf(ANSWER);
  if (start < 0) return -bytes.length;
  if (start > 0) return -start;
  // Whatever can be known early is: what cannot be an answer is not waited for.
  if (bytes.length > 1 && bytes[1] !== address) return -1;
  if (bytes.length < ANSWER_BYTES) return 0;
  const crc = crc16Modbus(bytes, 0, ANSWER_BYTES - 2);
  const good = bytes[ANSWER_BYTES - 2] === (crc & 0xff) && bytes[ANSWER_BYTES - 1] === crc >> 8;
  // Only its first byte is noise: the beginning of the good answer may lie inside it.
  return good ? ANSWER_BYTES : -1;
}

/** The answer that `frontOf` found at the front of `bytes`. */
export const answerIn = (bytes: Uint8Array): Answer => ({ inputs: bytes[2]!, faults: bytes[3]! });

function sealed(body: readonly number[]): Uint8Array {
  const frame = Uint8Array.of(...body, 0, 0);
  const crc = crc16Modbus(frame, 0, body.length);
  frame.set([crc & 0xff, crc >> 8], body.length);
  return frame;
}
