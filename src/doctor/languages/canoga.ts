import { BINARY_DETECTION, DETECTION_BYTES, detectionChecks, recordsIn } from "../../detection/protocols/canoga/codec.ts";
import { xorNmea } from "../../serial/framing/xor-nmea.ts";
import { type Language, MORE, NOISE, type Overheard, plain } from "./language.ts";

/** "<", two digits, two more and ">": each of them in its place. */
const FRAMED_BITS = 32;
/** An answer to a detection question has nothing but its sum. */
const BARE_BITS = 8;
const FRAME_BYTES = 7;
const FRAME_MAX = 64;
const [LESS, GREATER] = [0x3c, 0x3e];
const ASKED = "is asked for its vehicles";

export const CANOGA: Language = {
  settings: plain(9_600, 38_400, 19_200, 4_800, 2_400, 1_200),

  front(bytes, last) {
    if (bytes[0] === LESS) {
      const framed = framedIn(bytes);
      if (framed.kind !== "noise") return framed;
    }
    // Only behind its question is a bare answer one.
    if (!last.endsWith(ASKED)) return NOISE;
    if (bytes.length < DETECTION_BYTES) return MORE;
    if (!detectionChecks(bytes)) return NOISE;
    const channels = recordsIn(bytes).map(({ count, state }) => `${count}${state === 0 ? "" : " (over the loop)"}`);
    return { kind: "frame", length: DETECTION_BYTES, address: null, bits: BARE_BITS, words: `answers, vehicles: ${channels.join(", ")}` };
  },
};

function framedIn(bytes: Uint8Array): Overheard {
  if (bytes.length < 5) return MORE;
  const length = digits(bytes, 1);
  if (!(length >= FRAME_BYTES + 1 && length <= FRAME_MAX)) return NOISE;
  if (bytes.length < length) return MORE;
  if (bytes[length - 1] !== GREATER || digits(bytes, length - 3) !== xorNmea(bytes, 0, length - 3)) return NOISE;
  const [address, type] = [bytes[3]!, bytes[4]!];
  const what = type === BINARY_DETECTION ? ASKED : `is asked, or answers, "${String.fromCharCode(type)}"`;
  return { kind: "frame", length, address, bits: FRAMED_BITS, words: `${address} ${what}` };
}

function digits(bytes: Uint8Array, at: number): number {
  const text = String.fromCharCode(bytes[at]!, bytes[at + 1]!);
  return /^[0-9A-F]{2}$/.test(text) ? Number.parseInt(text, 16) : Number.NaN;
}
