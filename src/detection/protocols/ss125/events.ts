import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import type { Instant } from "../../../traffic/time.ts";
import { SensorClock } from "../sensor-clock.ts";
import { EVENT_BODY, EVENT_MESSAGE, eventIn, eventRequest, frontOf, HEADER_BYTES, type Request, type VehicleEvent } from "./codec.ts";
import { dkmhPerUnit, speed } from "./speed.ts";

/** Events that are fetched one after the other before the others on the line are asked again. */
const IN_A_ROW = 4;
/** Who passed before that is of a minute that is over. */
const OLD_MS = 60_000;

/** Wavetronix SmartSensor HD, asked for one vehicle after the other until it holds none. */
export class Ss125Events implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly #address: number;
  readonly #request: Request;
  readonly #dkmhPerUnit: number;
  readonly #clock = new SensorClock();
  #sequence = 0;
  #asked = 0 as Instant;
  #awaiting = false;
  /** When it was asked last and held none: whoever it tells of later passed later. Null until then. */
  #empty: Instant | null = null;
  #row = 0;

  constructor(config: DeviceConfig) {
    this.name = config.name;
    this.#address = config.address;
    this.#request = eventRequest(config.address);
    const bytes = { request_bytes: this.#request.length, answer_bytes: HEADER_BYTES + EVENT_BODY + 1 };
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2, ...bytes };
    this.#dkmhPerUnit = dkmhPerUnit(config);
  }

  /** It has told of a vehicle: there may be more. */
  get urgent(): boolean {
    return !this.#awaiting && this.#row > 0 && this.#row < IN_A_ROW;
  }

  request(now: Instant): Uint8Array {
    if (this.#row >= IN_A_ROW) this.#row = 0;
    this.#asked = now;
    this.#awaiting = true;
    // Two further: a late answer carries a number that is not awaited.
    this.#sequence = (this.#sequence + 2) & 0xff;
    return this.#request.with(this.#sequence);
  }

  scan(bytes: Uint8Array, now: Instant): Scan {
    const front = frontOf(bytes, this.#address, EVENT_MESSAGE);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    if (bytes[8] !== ((this.#sequence + 1) & 0xff)) return { kind: "noise", length: front };
    this.#awaiting = false;
    const event = front === HEADER_BYTES + EVENT_BODY + 1 ? eventIn(bytes.subarray(HEADER_BYTES)) : null;
    this.#row = event ? this.#row + 1 : 0;
    const readings = event ? this.#read(event, now) : NOTHING_NEW;
    if (event === null) this.#empty = this.#asked;
    return { kind: "frame", length: front, readings };
  }

  /** Nobody knows when those passed that it held before it was ever seen empty. */
  #read({ lane, stamp_ms, duration_ms, speed_256 }: VehicleEvent, now: Instant): readonly Reading[] {
    if (this.#empty === null) return NOTHING_NEW;
    this.#clock.saw(stamp_ms, this.#empty, now);
    const age_ms = this.#clock.age(stamp_ms, now);
    if (age_ms > OLD_MS) return NOTHING_NEW;
    const speed_dkmh = speed(speed_256, this.#dkmhPerUnit);
    return [
      { kind: "presence", input: lane + 1, on: true, age_ms: age_ms + duration_ms },
      { kind: "presence", input: lane + 1, on: false, age_ms, ...(speed_dkmh < 0 ? undefined : { speed_dkmh }) },
    ];
  }
}
