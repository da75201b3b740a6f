import { frontOf, G4, qualifierOf, vehicleIn } from "../../detection/protocols/rtms-g4/codec.ts";
import { type Language, MORE, NOISE, plain } from "./language.ts";

/** Two bytes that every frame begins with, a length that its kind has, and a sum. */
const BITS = 32;
const [SENTINEL_HIGH, SENTINEL_LOW] = [0xff, 0xaa];
const SENSOR = 4;
const KINDS: { readonly [qualifier: number]: string } = {
  [G4.volume]: "volumes",
  [G4.occupancy]: "occupancies",
  [G4.speed]: "speeds",
  [G4.no]: "no",
  [G4.yes]: "yes",
  [G4.headway]: "headways",
  [G4.speed85]: "85th percentile speeds",
  [G4.alive]: "it is alive",
  [G4.header]: "statistics begin",
  [G4.footer]: "statistics end",
};

/** Every message of an RTMS G4, to and from whichever sensor. */
export const RTMS_G4: Language = {
  settings: plain(9_600, 115_200, 38_400, 19_200, 57_600),

  front(bytes) {
    if (bytes[0] !== SENTINEL_HIGH || (bytes.length > 1 && bytes[1] !== SENTINEL_LOW)) return NOISE;
    if (bytes.length < SENSOR + 2) return MORE;
    const address = (bytes[SENSOR]! << 8) | bytes[SENSOR + 1]!;
    const front = frontOf(bytes, address);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    return { kind: "frame", length: front, address, bits: BITS, words: `${address}: ${wordsOf(bytes)}` };
  },
};

function wordsOf(bytes: Uint8Array): string {
  const qualifier = qualifierOf(bytes);
  if (qualifier === G4.vehicle) return `a vehicle in zone ${vehicleIn(bytes).zone + 1}`;
  return KINDS[qualifier] ?? `message ${qualifier.toString(16).toUpperCase().padStart(2, "0")}`;
}
