import { xorNmea } from "../../../serial/framing/xor-nmea.ts";

export const COUNT_LANES = 32;
/** Longest sentence, "$" to LF. NMEA 0183 has 82; the longest sentence that is in range has 52. */
const SENTENCE_MAX = 80;
const [DOLLAR, STAR, CR, LF] = [0x24, 0x2a, 0x0d, 0x0a];

/** One lane of one interval, as the sentence says it. */
export interface CountSentence {
  readonly lane: number;
  /** Interval number, 0 to 65535, wraps. */
  readonly number: number;
  readonly interval_ms: number;
  readonly volume: number;
  /** -1 where the field is empty. */
  readonly occupancy_pm: number;
  /** Tenths of km/h; -1 where the field is empty. */
  readonly speed_dkmh: number;
}

/**
 * What `bytes` begins with: a positive number is the length of a whole sentence with a good checksum, 0 the beginning of what may be
 * one, a negative number that many bytes of noise.
 */
export function frontOf(bytes: Uint8Array): number {
  const start = bytes.indexOf(DOLLAR);
  if (start < 0) return -bytes.length;
  if (start > 0) return -start;
  const reach = Math.min(bytes.length, SENTENCE_MAX);
  for (let i = 1; i < reach; i++) {
    const byte = bytes[i]!;
    if (byte === LF) return checked(bytes, i) ? i + 1 : -(i + 1);
    // A "$" or a byte that no sentence holds means that the end of this one was lost: the next one must not be lost with it.
    if (byte === DOLLAR) return -i;
    if (byte !== CR && (byte < 0x20 || byte > 0x7e)) return -(i + 1);
  }
  return bytes.length < SENTENCE_MAX ? 0 : -SENTENCE_MAX;
}

/** Where the "*" of a sentence that ends with the LF at `lf` stands. */
const starOf = (bytes: Uint8Array, lf: number) => (bytes[lf - 1] === CR ? lf - 4 : lf - 3);

function checked(bytes: Uint8Array, lf: number): boolean {
  const star = starOf(bytes, lf);
  return star > 0 && bytes[star] === STAR && hex(bytes[star + 1]!) * 16 + hex(bytes[star + 2]!) === xorNmea(bytes, 1, star);
}

function hex(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}

const FIELDS = /^SLCNT,(\d{1,2}),(\d{1,5}),(\d{1,7}),(\d{1,5}),(?:(\d{1,3})\.(\d))?,(?:(\d{1,3})\.(\d))?$/;

/** The sentence of `length` bytes that `frontOf` found at the front of `bytes`; null if it is not a count or a number is out of range. */
export function sentenceIn(bytes: Uint8Array, length: number): CountSentence | null {
  const fields = FIELDS.exec(String.fromCharCode(...bytes.subarray(1, starOf(bytes, length - 1))));
  if (!fields) return null;
  const [, lane, number, interval, volume, occupancy, occupancyTenth, speed, speedTenth] = fields;
  const said: CountSentence = {
    lane: Number(lane),
    number: Number(number),
    interval_ms: Number(interval),
    volume: Number(volume),
    occupancy_pm: occupancy === undefined ? -1 : Number(occupancy) * 10 + Number(occupancyTenth),
    speed_dkmh: speed === undefined ? -1 : Number(speed) * 10 + Number(speedTenth),
  };
  return inRange(said) ? said : null;
}

function inRange(said: CountSentence): boolean {
  if (said.lane < 1 || said.lane > COUNT_LANES) return false;
  if (said.number > 65_535 || said.volume > 65_535) return false;
  if (said.interval_ms < 100 || said.interval_ms > 3_600_000) return false;
  return said.occupancy_pm <= 1_000 && said.speed_dkmh <= 3_000;
}

/** How many vehicles are in a zone now, as the sentence says it. */
export interface ZoneSentence {
  readonly lane: number;
  readonly vehicles: number;
}

const ZONE_FIELDS = /^SLZON,(\d{1,2}),(\d{1,3})$/;
const VEHICLES_MAX = 255;

/** The sentence of `length` bytes that `frontOf` found at the front of `bytes`; null if it is not of a zone or a number is out of range. */
export function zoneIn(bytes: Uint8Array, length: number): ZoneSentence | null {
  const fields = ZONE_FIELDS.exec(String.fromCharCode(...bytes.subarray(1, starOf(bytes, length - 1))));
  if (!fields) return null;
  const [lane, vehicles] = [Number(fields[1]), Number(fields[2])];
  return lane < 1 || lane > COUNT_LANES || vehicles > VEHICLES_MAX ? null : { lane, vehicles };
}

export const formatZone = ({ lane, vehicles }: ZoneSentence): string => framed(`SLZON,${lane},${vehicles}`);

/** The sentence as a camera sends it. */
export function formatSentence(said: CountSentence): string {
  const tenths = (value: number) => (value < 0 ? "" : `${Math.trunc(value / 10)}.${value % 10}`);
  const { lane, number, interval_ms, volume } = said;
  return framed(`SLCNT,${lane},${number},${interval_ms},${volume},${tenths(said.occupancy_pm)},${tenths(said.speed_dkmh)}`);
}

function framed(body: string): string {
  const bytes = Uint8Array.from(body, (c) => c.charCodeAt(0));
  return `$${body}*${xorNmea(bytes, 0, bytes.length).toString(16).toUpperCase().padStart(2, "0")}\r\n`;
}
