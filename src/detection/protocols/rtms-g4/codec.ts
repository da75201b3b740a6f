export const G4_ZONES = 12;
const [SENTINEL_HIGH, SENTINEL_LOW] = [0xff, 0xaa];
const [QUALIFIER, LENGTH, SENSOR, DATA] = [2, 3, 4, 6];
/** What the length does not count: the two bytes of sentinel, qualifier, length, the two of the sum. */
const OUTSIDE = 6;

/** What a frame is of: the qualifiers that we say or take in. */
export const G4 = {
  volume: 0x10,
  occupancy: 0x11,
  speed: 0x12,
  no: 0x1a,
  yes: 0x1c,
  headway: 0x1e,
  speed85: 0x1f,
  poll: 0x53,
  vehicle: 0x5e,
  alive: 0x5f,
  header: 0x80,
  footer: 0x81,
} as const;

/** Vehicles of classes 1 to 5; whoever is in none of them is shorter. */
export const G4_CLASSES = [0x14, 0x15, 0x16, 0x17, 0x18] as const;
/** Lengths that a frame may have, from a first to a last; longer ones are not waited for. */
const WHOLE = 2;
const [ZONE_BYTES, HEADER_LENGTH, FOOTER_LENGTH, VEHICLE_LENGTH, ALIVE_MAX] = [2, 24, 3, 17, 34];
export const G4_FRAME_MAX = OUTSIDE + WHOLE + G4_ZONES * ZONE_BYTES;
/** Header, eleven values of each zone, footer. */
export const G4_MESSAGE_MAX = OUTSIDE + HEADER_LENGTH + 11 * G4_FRAME_MAX + OUTSIDE + FOOTER_LENGTH;

/** Above these a value is missing. */
const [VOLUME_MAX, OCCUPANCY_MAX, SPEED_MAX] = [0xfe00, 1_000, 200];

function lengthIsOf(qualifier: number, length: number): boolean {
  if (qualifier === G4.header) return length === HEADER_LENGTH;
  if (qualifier === G4.footer) return length === FOOTER_LENGTH;
  if (qualifier === G4.vehicle) return length === VEHICLE_LENGTH;
  if (qualifier === G4.alive) return length >= WHOLE && length <= ALIVE_MAX;
  if (qualifier === G4.yes || qualifier === G4.no) return length >= WHOLE && length <= WHOLE + 1;
  const zones = (length - WHOLE) / ZONE_BYTES;
  if (!Number.isInteger(zones) || zones < 1 || zones > G4_ZONES) return false;
  return (qualifier >= G4.volume && qualifier <= G4_CLASSES[4]) || qualifier === G4.headway || qualifier === G4.speed85;
}

const u16 = (bytes: Uint8Array, at: number) => (bytes[at]! << 8) | bytes[at + 1]!;

function sum(bytes: Uint8Array, from: number, to: number): number {
  let all = 0;
  for (let i = from; i < to; i++) all += bytes[i]!;
  return all;
}

/** A frame to or from sensor `address`. */
export function frame(qualifier: number, address: number, data: readonly number[]): Uint8Array {
  const bytes = Uint8Array.of(SENTINEL_HIGH, SENTINEL_LOW, qualifier, data.length + WHOLE, address >> 8, address & 0xff, ...data, 0, 0);
  const end = bytes.length - 2;
  const all = sum(bytes, SENSOR, end);
  bytes[end] = all >> 8;
  bytes[end + 1] = all & 0xff;
  return bytes;
}

/**
 * What `bytes` begins with: a positive number is the length of a good frame from sensor `address`, 0 means the beginning of what may be one,
 * a negative number is that many bytes of noise.
 */
export function frontOf(bytes: Uint8Array, address: number): number {
  const start = sentinelIn(bytes);
  if (start > 0) return -start;
  if (bytes.length <= LENGTH) return 0;
  const length = bytes[LENGTH]!;
  if (!lengthIsOf(bytes[QUALIFIER]!, length)) return -1;
  if (bytes.length < DATA) return 0;
  if (u16(bytes, SENSOR) !== address) return -1;
  const end = SENSOR + length;
  if (bytes.length < end + 2) return 0;
  return sum(bytes, SENSOR, end) === u16(bytes, end) ? end + 2 : -1;
}

function sentinelIn(bytes: Uint8Array): number {
  const n = bytes.length;
  for (let at = 0; at < n; at++) if (bytes[at] === SENTINEL_HIGH && (at + 1 === n || bytes[at + 1] === SENTINEL_LOW)) return at;
  return n;
}

/** What the first frame of a statistical message says of the others. */
export interface Header {
  /** 0 to 255, one further with each message. */
  readonly number: number;
  readonly miles: boolean;
  readonly zones: number;
  readonly period_s: number;
}

export function headerIn(bytes: Uint8Array): Header {
  const zones = bytes[DATA + 11]! & 15;
  return { number: bytes[DATA]!, miles: (bytes[DATA + 3]! & 1) !== 0, zones, period_s: u16(bytes, DATA + 13) };
}

export const footerIn = (bytes: Uint8Array): number => bytes[DATA]!;

/** The values of a frame of one value a zone: volume, occupancy in per mille or speed; -1 for one that is missing. */
export function valuesIn(bytes: Uint8Array): readonly number[] {
  const qualifier = bytes[QUALIFIER]!;
  const max = qualifier === G4.occupancy ? OCCUPANCY_MAX : qualifier === G4.speed ? SPEED_MAX : VOLUME_MAX;
  return Array.from({ length: (bytes[LENGTH]! - WHOLE) / ZONE_BYTES }, (_, zone) => {
    const value = u16(bytes, DATA + zone * ZONE_BYTES);
    return value <= max ? value : -1;
  });
}

/** One vehicle, as it left a zone. */
export interface Vehicle {
  /** From 0. */
  readonly zone: number;
  readonly speed: number;
  readonly miles: boolean;
  readonly duration_ms: number;
}

export const vehicleIn = (bytes: Uint8Array): Vehicle => ({
  zone: bytes[DATA]!,
  speed: bytes[DATA + 3]!,
  duration_ms: u16(bytes, DATA + 4),
  miles: bytes[DATA + 14] === 1,
});

export const qualifierOf = (bytes: Uint8Array): number => bytes[QUALIFIER]!;

/** 1 mile is 1.609344 km. */
export const dkmh = (speed: number, miles: boolean): number => Math.round(speed * (miles ? 16.09344 : 10));
