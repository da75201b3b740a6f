import {
  DATE_BODY,
  DATE_MESSAGE,
  EVENT_BODY,
  EVENT_MESSAGE,
  HEADER_BYTES,
  INTERVAL_BODY,
  INTERVAL_MESSAGE,
  RESULT_BODY,
} from "../../detection/protocols/ss125/codec.ts";
import { crc8Ss125 } from "../../serial/framing/crc8-ss125.ts";
import type { Instant } from "../../traffic/time.ts";
import { type FieldDevice, Mouth, type Place } from "./device.ts";
import { type Counted, Intervals } from "./interval.ts";
import { ss125Date } from "./radar-date.ts";

const [REQUEST_BODY, ASK_BODY] = [6, 3];
/** Vehicles that it holds until it is asked; the oldest goes first. */
const EVENTS_MAX = 200;
/** Whoever polls twice an interval misses none. */
const POLLS_AN_INTERVAL = 2;
const [READ, WRITE, RESULT] = [0, 1, 2];
const [DONE, BAD_BODY_CRC, NO_INTERVAL] = [0, 2, 15];
const DKMH_PER_MPH = 16.09344;
const NOTHING = new Uint8Array(0);

/** A side-fire radar, SmartSensor HD: the latest interval, a frame a lane and one for the approach, when it is asked for it. */
class Radar implements FieldDevice {
  readonly #mouth: Mouth;
  readonly #place: Place;
  readonly #intervals: Intervals;
  readonly #interval_ms: number;
  /** Speed in 1/256 of the sensor's unit for a tenth of km/h. */
  readonly #unit: number;
  /** Packets of the latest interval, lanes first; empty before there is one. */
  #packets: readonly Counted[] = [];
  #number = 0;
  #end_ms = 0;
  /** Since when somebody is in each lane; vehicles that nobody has asked for yet. */
  readonly #came: (number | null)[];
  readonly #events: Uint8Array[] = [];
  /** How far somebody has set its clock on. */
  #set_ms = 0;
  #now = 0;
  /** Frames that are still to be said after the one that the mouth has. */
  #rest: Uint8Array[] = [];

  constructor(place: Place) {
    this.#place = place;
    this.#mouth = new Mouth(place);
    this.#interval_ms = Math.max(1_000, Math.ceil((place.config.poll_ms * POLLS_AN_INTERVAL) / 1_000) * 1_000);
    this.#intervals = new Intervals(Array.from(place.inputs), this.#interval_ms);
    this.#came = Array.from(place.inputs, () => null);
    this.#unit = 256 / (place.config.profile.endsWith("mph") ? DKMH_PER_MPH : 10);
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    const at = this.#mouth.at;
    const bytes = this.#mouth.take();
    const next = this.#rest.shift();
    if (next) this.#mouth.say(at, next);
    return bytes;
  }

  step(now: Instant): void {
    this.#now = now;
    for (let i = 0; i < this.#came.length; i++) this.#watch(now, i);
    if (now % this.#interval_ms !== 0) return;
    const lanes = this.#intervals.cut();
    const byInput = Array.from({ length: this.#place.inputs.length }, (_, i) => lanes.find((l) => l.input === i + 1) ?? idle(i + 1));
    this.#packets = [...byInput, sumOf(byInput)];
    this.#number++;
    this.#end_ms = this.#place.began_ms + now;
  }

  hear(now: Instant, bytes: Uint8Array): number {
    const { address } = this.#place.config;
    if (bytes[0] !== 0x5a) return -1;
    if (bytes.length < HEADER_BYTES) return 0;
    const length = HEADER_BYTES + bytes[9]! + 1;
    if (bytes[1] !== 0x31 || crc8Ss125(bytes, 0, 10) !== bytes[10]) return -1;
    if (bytes.length < length) return 0;
    if (((bytes[3]! << 8) | bytes[4]!) !== address) return -length;
    this.#rest = this.#answer(bytes, length);
    const first = this.#rest.shift() ?? NOTHING;
    if (first.length > 0) this.#mouth.answer(now, length, first);
    return length;
  }

  /** Silence for messages that are not simulated: they are never sent by us. */
  #answer(request: Uint8Array, length: number): Uint8Array[] {
    const [body, sequence] = [HEADER_BYTES, request[8]!];
    if (crc8Ss125(request, body, length - 1) !== request[length - 1]) return [this.#result(sequence, request[body]!, BAD_BODY_CRC)];
    if (request[body] === DATE_MESSAGE) return this.#date(request);
    if (request[body] === EVENT_MESSAGE && request[9] === ASK_BODY && request[body + 2] === READ) return [this.#event(sequence)];
    if (request[9] !== REQUEST_BODY || request[body] !== INTERVAL_MESSAGE || request[body + 2] !== READ) return [];
    const asked = (request[body + 3]! << 16) | (request[body + 4]! << 8) | request[body + 5]!;
    if (this.#packets.length === 0 || (asked !== 0 && asked !== this.#number))
      return [this.#result(sequence, INTERVAL_MESSAGE, NO_INTERVAL)];
    return this.#packets.map((packet, i) => this.#interval(sequence + i, packet, i));
  }

  #interval(sequence: number, { volume, occupancy_pm, speed_dkmh }: Counted, packet: number): Uint8Array {
    const frame = this.#begin(sequence, INTERVAL_BODY);
    const body = new DataView(frame.buffer, HEADER_BYTES);
    body.setUint8(0, INTERVAL_MESSAGE);
    body.setUint8(1, packet);
    u24(body, 3, this.#number);
    this.#stamp(body, 6, this.#end_ms);
    if (speed_dkmh >= 0) u24(body, 14, 0x80_0000 | Math.round(speed_dkmh * this.#unit));
    u24(body, 17, volume);
    body.setUint16(20, occupancy_pm);
    u24(body, 22, volume);
    body.setUint8(43, this.#packets.length - 1);
    body.setUint8(44, 1);
    return seal(frame);
  }

  /** Whoever has just left lane `i`. */
  #watch(now: Instant, i: number): void {
    const sensor = this.#place.inputs[i];
    const came = this.#came[i]!;
    if (sensor?.on && came === null) this.#came[i] = now;
    if (sensor?.on !== false || came === null) return;
    this.#came[i] = null;
    const body = new Uint8Array(EVENT_BODY);
    const view = new DataView(body.buffer);
    body.set([EVENT_MESSAGE, 1, READ]);
    this.#stamp(view, 3, this.#place.began_ms + now);
    view.setUint8(11, i);
    u24(view, 14, now - came);
    if (sensor.passed > 0) u24(view, 17, 0x80_0000 | Math.round((sensor.speeds_dkmh / sensor.passed) * this.#unit));
    view.setUint8(20, 1);
    if (this.#events.length === EVENTS_MAX) this.#events.shift();
    this.#events.push(body);
  }

  #event(sequence: number): Uint8Array {
    const frame = this.#begin(sequence, EVENT_BODY);
    frame.set(this.#events.shift() ?? [EVENT_MESSAGE], HEADER_BYTES);
    return seal(frame);
  }

  #date(request: Uint8Array): Uint8Array[] {
    const [body, sequence] = [HEADER_BYTES, request[8]!];
    if (request[body + 2] === WRITE && request[9] === DATE_BODY) {
      // The street has no date: only the time of day is set.
      const time = new DataView(request.buffer, request.byteOffset).getUint32(body + 7);
      const [hour, minute, second] = [(time >>> 22) & 31, (time >>> 16) & 63, (time >>> 10) & 63];
      const day_ms = ((hour * 60 + minute) * 60 + second) * 1_000 + (time & 1_023);
      this.#set_ms = day_ms - ((this.#place.began_ms + this.#now) % 86_400_000);
      return [this.#result(sequence, DATE_MESSAGE, DONE)];
    }
    const frame = this.#begin(sequence, DATE_BODY);
    frame.set([DATE_MESSAGE, 0, READ], HEADER_BYTES);
    this.#stamp(new DataView(frame.buffer, HEADER_BYTES), 3, this.#place.began_ms + this.#now);
    return [seal(frame)];
  }

  #stamp(view: DataView, at: number, ms: number): void {
    const { date, time } = ss125Date(Math.max(0, ms + this.#set_ms));
    view.setUint32(at, date);
    view.setUint32(at + 4, time);
  }

  #result(sequence: number, message: number, code: number): Uint8Array {
    const frame = this.#begin(sequence, RESULT_BODY);
    frame.set([message, 0, RESULT, code >> 8, code & 0xff], HEADER_BYTES);
    return seal(frame);
  }

  #begin(sequence: number, body: number): Uint8Array {
    const { address } = this.#place.config;
    const frame = new Uint8Array(HEADER_BYTES + body + 1);
    frame.set([0x5a, 0x31, 0, 0, 0, 0, address >> 8, address & 0xff, (sequence + 1) & 0xff, body]);
    return frame;
  }
}

const idle = (input: number): Counted => ({ input, volume: 0, occupancy_pm: 0, speed_dkmh: -1 });

/** The approach: its lanes together. */
function sumOf(lanes: readonly Counted[]): Counted {
  const volume = lanes.reduce((sum, l) => sum + l.volume, 0);
  const speeds = lanes.reduce((sum, l) => sum + l.volume * l.speed_dkmh, 0);
  const occupancy_pm = Math.round(lanes.reduce((sum, l) => sum + l.occupancy_pm, 0) / Math.max(1, lanes.length));
  return { input: 0, volume, occupancy_pm, speed_dkmh: volume > 0 ? Math.round(speeds / volume) : -1 };
}

function u24(view: DataView, at: number, value: number): void {
  view.setUint8(at, value >> 16);
  view.setUint16(at + 1, value & 0xffff);
}

function seal(frame: Uint8Array): Uint8Array {
  const end = frame.length - 1;
  frame[10] = crc8Ss125(frame, 0, 10);
  frame[end] = crc8Ss125(frame, HEADER_BYTES, end);
  return frame;
}

export const openRadar = (place: Place): FieldDevice => new Radar(place);
