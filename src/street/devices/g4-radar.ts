import { frame, G4 } from "../../detection/protocols/rtms-g4/codec.ts";
import type { Instant } from "../../traffic/time.ts";
import { type FieldDevice, Mouth, type Place } from "./device.ts";
import { type Counted, Intervals } from "./interval.ts";

/** Whoever polls twice a period misses none; one that talks by itself has half a minute. */
const [POLLS_A_PERIOD, PERIOD_MS] = [2, 30_000];
const REQUEST_BYTES = 9;
const two = (value: number) => [value >> 8, value & 0xff] as const;
const digits = (value: number) => (Math.trunc(value / 10) << 4) | (value % 10);
/** The volume that counts as missing, and the longest duration that two bytes hold. */
const [MISSING, LONGEST_MS] = [0xffff, 0xffff];

/** An RTMS G4 beside the road: statistics when asked, or each vehicle as it leaves and statistics at the end of each period. */
class G4Radar implements FieldDevice {
  readonly #mouth: Mouth;
  readonly #place: Place;
  readonly #talks: boolean;
  readonly #period_ms: number;
  readonly #intervals: Intervals;
  readonly #came: (number | null)[];
  /** The latest message, whole; null before the first period is over. */
  #message: Uint8Array | null = null;
  #number = 0;
  /** What is still to be said after what the mouth has. */
  #rest: Uint8Array[] = [];

  constructor(place: Place, talks: boolean) {
    this.#place = place;
    this.#mouth = new Mouth(place);
    this.#talks = talks;
    this.#period_ms = talks ? PERIOD_MS : Math.max(1_000, Math.ceil((place.config.poll_ms * POLLS_A_PERIOD) / 1_000) * 1_000);
    this.#intervals = new Intervals(Array.from(place.inputs), this.#period_ms);
    this.#came = place.inputs.map(() => null);
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    const at = this.#mouth.at;
    const bytes = this.#mouth.take();
    if (this.#rest.length > 0) this.#mouth.say(at, joined(this.#rest.splice(0)));
    return bytes;
  }

  step(now: Instant): void {
    const says: Uint8Array[] = [];
    if (this.#talks) for (let i = 0; i < this.#came.length; i++) says.push(...this.#watch(now, i));
    if (now % this.#period_ms === 0) {
      this.#message = this.#close();
      if (this.#talks) says.push(this.#message);
    }
    if (says.length === 0) return;
    if (this.#mouth.at === Number.POSITIVE_INFINITY) this.#mouth.say(now, joined(says));
    else this.#rest.push(...says);
  }

  hear(now: Instant, bytes: Uint8Array): number {
    const { address } = this.#place.config;
    const request = frame(G4.poll, address, [0]);
    if (bytes[0] !== request[0]) return -1;
    if (bytes.length < REQUEST_BYTES) return 0;
    if (!request.every((byte, i) => byte === bytes[i])) return -1;
    this.#mouth.answer(now, REQUEST_BYTES, this.#message ?? frame(G4.no, address, []));
    return REQUEST_BYTES;
  }

  #watch(now: Instant, i: number): readonly Uint8Array[] {
    const sensor = this.#place.inputs[i];
    const came = this.#came[i]!;
    if (sensor?.on && came === null) this.#came[i] = now;
    if (sensor?.on !== false || came === null) return [];
    this.#came[i] = null;
    const speed = sensor.passed > 0 ? Math.min(200, Math.round(sensor.speeds_dkmh / sensor.passed / 10)) : 0;
    const data = [i, 1, 45, speed, ...two(Math.min(LONGEST_MS, now - came)), 0, ...this.#stamp(now), 0];
    return [frame(G4.vehicle, this.#place.config.address, data)];
  }

  /** The period is over: header, three values of each zone, footer. */
  #close(): Uint8Array {
    const { address } = this.#place.config;
    const counted = this.#intervals.cut();
    const zones = Array.from({ length: this.#place.inputs.length }, (_, i) => counted.find(({ input }) => input === i + 1));
    const values = (of: (zone: Counted) => number) => zones.flatMap((zone) => two(zone === undefined || of(zone) < 0 ? MISSING : of(zone)));
    this.#number = (this.#number + 1) & 0xff;
    const period = two(this.#period_ms / 1_000);
    const header = [this.#number, 0, 1, 0, ...this.#stamp(0), zones.length, 8, ...period, 239, 0x10, 0, 0, 0, 0, 0];
    return joined([
      frame(G4.header, address, header),
      frame(
        G4.volume,
        address,
        values(({ volume }) => volume),
      ),
      frame(
        G4.occupancy,
        address,
        values(({ occupancy_pm }) => occupancy_pm),
      ),
      frame(
        G4.speed,
        address,
        values(({ speed_dkmh }) => (speed_dkmh < 0 ? -1 : Math.round(speed_dkmh / 10))),
      ),
      frame(G4.footer, address, [this.#number]),
    ]);
  }

  /** The street has no date: a Monday of January 2026. */
  #stamp(now: number): readonly number[] {
    const s = Math.floor((this.#place.began_ms + now) / 1_000);
    return [s % 60, Math.floor(s / 60) % 60, Math.floor(s / 3_600) % 24, 2, 5, 1, 26].map(digits);
  }
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

export const openG4Radar = (place: Place): FieldDevice => new G4Radar(place, false);
export const openG4VehicleRadar = (place: Place): FieldDevice => new G4Radar(place, true);
