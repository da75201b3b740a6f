import { frontOf, sentenceIn, zoneIn } from "../../detection/protocols/count-sentence/codec.ts";
import { type Language, plain } from "./language.ts";

/** The checksum, and a text that says what it must: six fields of digits are no chance. */
const BITS = 24;

export const COUNT_SENTENCE: Language = {
  settings: plain(115_200, 9_600, 38_400, 19_200),

  front(bytes) {
    const front = frontOf(bytes);
    if (front === 0) return { kind: "more" };
    if (front < 0) return { kind: "noise", length: -front };
    const said = sentenceIn(bytes, front);
    const zone = said === null ? zoneIn(bytes, front) : null;
    if (said !== null) {
      const seconds = said.interval_ms / 1_000;
      const words = `lane ${said.lane}, interval ${said.number}: ${vehicles(said.volume)} in ${seconds} s, ${tenths(said.occupancy_pm, "%")}, ${tenths(said.speed_dkmh, "km/h")}`;
      return { kind: "frame", length: front, address: null, bits: BITS, words };
    }
    if (zone === null) return { kind: "noise", length: front };
    return { kind: "frame", length: front, address: null, bits: BITS, words: `zone of lane ${zone.lane}: ${vehicles(zone.vehicles)}` };
  },
};

const vehicles = (count: number) => `${count} ${count === 1 ? "vehicle" : "vehicles"}`;
const tenths = (value: number, unit: string) => (value < 0 ? `no ${unit}` : `${(value / 10).toFixed(1)} ${unit}`);
