import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import {
  FRAMES_MAX,
  frontOf,
  INTERVAL_FRAME,
  INTERVAL_MESSAGE,
  type Interval,
  intervalIn,
  intervalRequest,
  type Request,
  SS125_LANES,
} from "./codec.ts";
import { Ss125Events } from "./events.ts";
import { dkmhPerUnit, speed } from "./speed.ts";

/** Intervals, or each vehicle; in km/h where the sensor's metric flag is set, else in miles per hour. */
export const SS125_PROFILES = ["", "mph", "events", "events-mph"] as const;

const [INTERVAL_MIN_MS, INTERVAL_MAX_MS] = [1_000, 3_600_000];

/** Wavetronix SmartSensor HD, polled for its latest interval. */
class Ss125 implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly urgent = false;
  readonly #address: number;
  readonly #request: Request;
  readonly #dkmhPerUnit: number;
  readonly #taken = new Int32Array(SS125_LANES).fill(-1);
  #sequence = 0;
  #awaited = 0;
  #interval = -1;
  #end_ms = 0;
  #interval_ms: number;

  constructor(config: DeviceConfig) {
    this.name = config.name;
    this.#address = config.address;
    this.#request = intervalRequest(config.address);
    const bytes = { request_bytes: this.#request.length, answer_bytes: FRAMES_MAX * INTERVAL_FRAME };
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2, ...bytes };
    this.#dkmhPerUnit = dkmhPerUnit(config);
    this.#interval_ms = config.poll_ms;
  }

  request(): Uint8Array {
    // A whole answer further: one that comes after its time-out carries a number that is not awaited.
    this.#sequence = (this.#sequence + FRAMES_MAX) & 0xff;
    this.#awaited = (this.#sequence + 1) & 0xff;
    return this.#request.with(this.#sequence);
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes, this.#address, INTERVAL_MESSAGE);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    if (bytes[8] !== this.#awaited) return { kind: "noise", length: front };
    this.#awaited = (this.#awaited + 1) & 0xff;
    const found = intervalIn(bytes);
    if (!found) return { kind: "frame", length: front, readings: NOTHING_NEW };
    const readings = this.#read(found);
    if (found.packet + 1 < found.lanes + found.approaches) return { kind: "frame", length: front, readings, unfinished: true };
    return { kind: "frame", length: front, readings };
  }

  #read(found: Interval): readonly Reading[] {
    const { packet, interval } = found;
    if (packet >= found.lanes || this.#taken[packet] === interval) return NOTHING_NEW;
    this.#taken[packet] = interval;
    this.#measure(found);
    return [
      {
        kind: "count",
        input: packet + 1,
        volume: found.volume,
        occupancy_pm: found.occupancy_pm <= 1000 ? found.occupancy_pm : -1,
        speed_dkmh: speed(found.speed_256, this.#dkmhPerUnit),
        interval_ms: this.#interval_ms,
        ...classesOf(found),
      },
    ];
  }

  /** The frame does not say how long its interval is; the ends of two intervals do. */
  #measure(found: Interval): void {
    if (found.interval === this.#interval) return;
    const count = found.interval - this.#interval;
    const length_ms = Math.round((found.end_ms - this.#end_ms) / count);
    const known = this.#interval >= 0 && count > 0;
    if (known && length_ms >= INTERVAL_MIN_MS && length_ms <= INTERVAL_MAX_MS) this.#interval_ms = length_ms;
    this.#interval = found.interval;
    this.#end_ms = found.end_ms;
  }
}

/** Only where they add up: a sensor that is not set to classify leaves them empty. */
const classesOf = ({ classes, volume }: Interval) =>
  volume > 0 && classes.reduce((sum, each) => sum + each, 0) === volume ? { classes } : undefined;

export const openSs125 = (config: DeviceConfig): Device =>
  config.profile.startsWith("events") ? new Ss125Events(config) : new Ss125(config);
