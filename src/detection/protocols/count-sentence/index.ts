import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Scan } from "../../../serial/device.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { COUNT_LANES, frontOf, sentenceIn, zoneIn } from "./codec.ts";

/** A camera computer that reports by itself. */
class CountSentences implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly urgent = false;
  readonly #taken = new Int32Array(COUNT_LANES + 1).fill(-1);

  constructor(config: DeviceConfig) {
    this.name = config.name;
    this.timing = { poll_ms: 0, timeout_ms: config.timeout_ms, retries: 0, request_bytes: 0, answer_bytes: 0 };
  }

  request(): null {
    return null;
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    const said = sentenceIn(bytes, front);
    if (!said) {
      const zone = zoneIn(bytes, front);
      if (!zone) return { kind: "noise", length: front };
      return { kind: "frame", length: front, readings: [{ kind: "zone", input: zone.lane, vehicles: zone.vehicles }] };
    }
    if (this.#taken[said.lane] === said.number) return { kind: "frame", length: front, readings: NOTHING_NEW };
    this.#taken[said.lane] = said.number;
    const { lane, volume, occupancy_pm, speed_dkmh, interval_ms } = said;
    return { kind: "frame", length: front, readings: [{ kind: "count", input: lane, volume, occupancy_pm, speed_dkmh, interval_ms }] };
  }
}

export const openCountSentences = (config: DeviceConfig): Device => new CountSentences(config);
