import { type Device, type DeviceTiming, MORE, type Reading, type Scan } from "../../../serial/device.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import type { Instant } from "../../../traffic/time.ts";
import { SensorClock } from "../sensor-clock.ts";
import { BINARY_DETECTION, CANOGA_CHANNELS, type ChannelRecord, DETECTION_BYTES, detectionChecks, framed, recordsIn } from "./codec.ts";
import { Introduction } from "./introduction.ts";
import { believable, passedSince } from "./vehicles.ts";

/** "" where the state byte says whether somebody is over the loop; "gone" where only vehicles that have left are told. */
export const CANOGA_PROFILES = ["", "gone"] as const;
/** Slots of the back plane, then addresses that are programmed; 255 is everybody. */
export const CANOGA_ADDRESSES = [0, 15, 128, 254] as const;

interface Doubted {
  readonly bytes: Uint8Array;
  readonly records: readonly ChannelRecord[];
}

const NOISE: Scan = { kind: "noise", length: 1 };

/** A Canoga C800 or C900 loop card, asked for the last vehicle of each of its four channels. */
class Canoga implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly #request: Uint8Array;
  readonly #introduction: Introduction;
  /** It is asked who it is, and not for its loops. */
  #introducing = false;
  readonly #sees: boolean;
  readonly #clock = new SensorClock();
  /** Of the answer before; null until there is one. */
  #records: readonly ChannelRecord[] | null = null;
  readonly #present: (boolean | null)[] = new Array(CANOGA_CHANNELS).fill(null);
  /** Of the answer before: when it was asked for. */
  #looked: Instant | null = null;
  #asked = 0 as Instant;
  /** The card's time that we have come to, in ms, counted on over its wraps. */
  #time = 0;
  /** What was not believable in the answer to the question before, and in the one to this. */
  #doubted: Doubted | null = null;
  #doubting: Doubted | null = null;

  constructor(config: DeviceConfig) {
    this.name = config.name;
    this.#introduction = new Introduction(config.address);
    this.#request = framed(config.address, [BINARY_DETECTION]);
    const bytes = { request_bytes: this.#request.length, answer_bytes: DETECTION_BYTES };
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2, ...bytes };
    this.#sees = config.profile !== "gone";
  }

  get urgent(): boolean {
    return this.#introduction.due;
  }

  request(now: Instant): Uint8Array {
    this.#introducing = this.#introduction.due;
    if (this.#introducing) return this.#introduction.request();
    this.#asked = now;
    this.#doubted = this.#doubting ?? this.#doubted;
    this.#doubting = null;
    return this.#request;
  }

  forget(): void {
    this.#present.fill(null);
    this.#introduction.forget();
  }

  scan(bytes: Uint8Array, now: Instant): Scan {
    if (this.#introducing) return this.#introduction.scan(bytes);
    if (bytes.length < DETECTION_BYTES) return MORE;
    if (!detectionChecks(bytes)) return NOISE;
    const records = recordsIn(bytes);
    if (!believable(records, this.#records) && !this.#again(bytes, records)) return NOISE;
    const readings: Reading[] = [];
    records.forEach((record, i) => {
      this.#read(record, i, now, readings);
    });
    this.#records = records;
    this.#doubted = null;
    this.#doubting = null;
    this.#looked = this.#asked;
    readings.push(...this.#introduction.answered(now));
    return { kind: "frame", length: DETECTION_BYTES, readings };
  }

  /**
   * Whether it goes with what was not believed when it was last asked: the same once more, or what can follow it, is the truth. (On a busy
   * street no two answers are the same.)
   */
  #again(answer: Uint8Array, records: readonly ChannelRecord[]): boolean {
    const doubted = this.#doubted;
    const bytes = answer.slice(0, DETECTION_BYTES);
    this.#doubting = { bytes, records };
    return doubted !== null && (bytes.every((byte, i) => byte === doubted.bytes[i]) || believable(records, doubted.records));
  }

  #read(record: ChannelRecord, i: number, now: Instant, readings: Reading[]): void {
    const input = i + 1;
    const before = this.#records?.[i];
    const since_ms = this.#looked === null ? 0 : now - this.#looked;
    const { vehicles, begun } = before ? passedSince(record, before, since_ms) : { vehicles: 0, begun: false };
    if (begun) this.#clock.forget();
    const ages = vehicles > 0 ? this.#ages(record, begun, now) : null;
    for (let left = vehicles; left > 0; left--) {
      const [on_ms, off_ms] = left === 1 && ages ? ages : [];
      // Who has been told of already has only gone.
      if (this.#present[i] !== true) readings.push(presence(input, true, on_ms));
      readings.push(presence(input, false, off_ms));
      this.#present[i] = false;
    }
    const on = this.#sees && record.state !== 0;
    if (this.#present[i] === on) return;
    readings.push(presence(input, on));
    this.#present[i] = on;
  }

  /** How long ago the record's vehicle came and went. */
  #ages(record: ChannelRecord, begun: boolean, now: Instant): readonly [on_ms: number, off_ms: number] {
    // What is behind by more than half of the clock's round is ahead.
    const came = this.#time + ((record.start_ms - this.#time) | 0);
    const went = came + record.duration_ms;
    this.#time = came;
    this.#clock.saw(went, begun ? null : this.#looked, now);
    const off_ms = this.#clock.age(went, now);
    return [off_ms + record.duration_ms, off_ms];
  }
}

function presence(input: number, on: boolean, age_ms?: number): Reading {
  return age_ms === undefined ? { kind: "presence", input, on } : { kind: "presence", input, on, age_ms };
}

export const openCanoga = (config: DeviceConfig): Device => new Canoga(config);
