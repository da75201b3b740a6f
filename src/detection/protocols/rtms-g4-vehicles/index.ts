import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { dkmh, frontOf, G4, G4_ZONES, qualifierOf, type Vehicle, vehicleIn } from "../rtms-g4/codec.ts";
import { Message } from "../rtms-g4/message.ts";

/** RTMS G4 that tells of each vehicle by itself, and sends its statistics unasked. */
class RtmsG4Vehicles implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly urgent = false;
  readonly #address: number;
  readonly #message = new Message();

  constructor(config: DeviceConfig) {
    this.name = config.name;
    this.#address = config.address;
    this.timing = { poll_ms: 0, timeout_ms: config.timeout_ms, retries: 0, request_bytes: 0, answer_bytes: 0 };
  }

  request(): null {
    return null;
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes, this.#address);
    if (front === 0) return MORE;
    if (front < 0) {
      this.#message.spoil();
      return { kind: "noise", length: -front };
    }
    const qualifier = qualifierOf(bytes);
    if (qualifier === G4.vehicle) return { kind: "frame", length: front, readings: passed(vehicleIn(bytes)) };
    return { kind: "frame", length: front, readings: qualifier === G4.alive ? NOTHING_NEW : this.#message.take(bytes) };
  }
}

/** A vehicle is told of as it leaves: it came before that by as much as the sensor saw it. */
function passed({ zone, duration_ms, speed, miles }: Vehicle): readonly Reading[] {
  const input = zone + 1;
  if (input > G4_ZONES) return NOTHING_NEW;
  return [
    { kind: "presence", input, on: true, age_ms: duration_ms },
    { kind: "presence", input, on: false, age_ms: 0, speed_dkmh: dkmh(speed, miles) },
  ];
}

export const openRtmsG4Vehicles = (config: DeviceConfig): Device => new RtmsG4Vehicles(config);
