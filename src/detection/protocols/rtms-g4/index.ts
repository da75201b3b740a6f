import { type Device, type DeviceTiming, MORE, type Scan } from "../../../serial/device.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { frame, frontOf, G4, G4_MESSAGE_MAX, qualifierOf } from "./codec.ts";
import { Message } from "./message.ts";

/** A message ends with its footer, or with a yes or no to what we asked. */
const ENDS: readonly number[] = [G4.footer, G4.yes, G4.no];

/** RTMS G4, polled for its latest statistical message. */
class RtmsG4 implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly urgent = false;
  readonly #address: number;
  readonly #request: Uint8Array;
  readonly #message = new Message();

  constructor(config: DeviceConfig) {
    this.name = config.name;
    this.#address = config.address;
    this.#request = frame(G4.poll, config.address, [0]);
    const bytes = { request_bytes: this.#request.length, answer_bytes: G4_MESSAGE_MAX };
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2, ...bytes };
  }

  request(): Uint8Array {
    return this.#request;
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes, this.#address);
    if (front === 0) return MORE;
    if (front < 0) {
      this.#message.spoil();
      return { kind: "noise", length: -front };
    }
    const qualifier = qualifierOf(bytes);
    // Pushed by a sensor that is set to do so; no part of the answer.
    if (qualifier === G4.vehicle || qualifier === G4.alive) return { kind: "noise", length: front };
    const readings = this.#message.take(bytes);
    return ENDS.includes(qualifier)
      ? { kind: "frame", length: front, readings }
      : { kind: "frame", length: front, readings, unfinished: true };
  }
}

export const openRtmsG4 = (config: DeviceConfig): Device => new RtmsG4(config);
