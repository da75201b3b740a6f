import { HEADER_BYTES, INTERVAL_BODY, INTERVAL_MESSAGE, intervalIn, RESULT_BODY } from "../../detection/protocols/ss125/codec.ts";
import { crc8Ss125 } from "../../serial/framing/crc8-ss125.ts";
import { type Language, MORE, NOISE, plain } from "./language.ts";

/** The two bytes that every frame begins with, and two checksums. */
const BITS = 32;
const BODY_MAX = 244;
const [Z, ONE] = [0x5a, 0x31];
const RESULT = 2;

/** Every message of a SmartSensor, to and from whichever sensor. */
export const SS125: Language = {
  settings: plain(9_600, 38_400, 115_200, 19_200, 57_600),

  front(bytes) {
    if (bytes[0] !== Z || (bytes.length > 1 && bytes[1] !== ONE)) return NOISE;
    if (bytes.length < HEADER_BYTES) return MORE;
    const body = bytes[9]!;
    if (body === 0 || body > BODY_MAX || crc8Ss125(bytes, 0, 10) !== bytes[10]) return NOISE;
    const end = HEADER_BYTES + body;
    if (bytes.length <= end) return MORE;
    if (crc8Ss125(bytes, HEADER_BYTES, end) !== bytes[end]) return NOISE;
    const [to, from] = [(bytes[3]! << 8) | bytes[4]!, (bytes[6]! << 8) | bytes[7]!];
    return { kind: "frame", length: end + 1, address: to || from, bits: BITS, words: wordsOf(bytes, body, to, from) };
  },
};

function wordsOf(bytes: Uint8Array, body: number, to: number, from: number): string {
  const [message, type] = [bytes[HEADER_BYTES]!, bytes[HEADER_BYTES + 2]];
  if (message === INTERVAL_MESSAGE && body === INTERVAL_BODY && from > 0) {
    const { packet, interval, volume, occupancy_pm, lanes } = intervalIn(bytes)!;
    const who = packet < lanes ? `lane ${packet + 1}` : `approach ${packet - lanes + 1}`;
    return `${from} answers, interval ${interval}, ${who}: ${volume} vehicles, ${(occupancy_pm / 10).toFixed(1)} %`;
  }
  const what = `message ${message.toString(16).toUpperCase().padStart(2, "0")}`;
  if (type === RESULT && body >= RESULT_BODY) {
    const code = (bytes[HEADER_BYTES + 3]! << 8) | bytes[HEADER_BYTES + 4]!;
    return `${from} answers ${what} with result ${code}`;
  }
  return to > 0 ? `${to} is asked ${what}` : `${from} says ${what}`;
}
