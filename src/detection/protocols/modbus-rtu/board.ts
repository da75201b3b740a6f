import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import { type Exchange, frontOf, isException, readExchange } from "../../../serial/framing/modbus-rtu.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { faultReadings, faultsOf, HEAD_BYTES, presencesOf, readingOf, type Watched } from "./codec.ts";
import { profileNamed } from "./profiles/index.ts";

/**
 * An input board or detector, polled for all of its bits at once. It speaks of changes only; of every input's presence in its first
 * answer and in each answer after one that was missed, since nobody knows what was forgotten in between.
 */
class ModbusBoard implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly urgent = false;
  readonly #exchange: Exchange;
  readonly #presences: readonly Watched[];
  readonly #faults: readonly Watched[];
  readonly #refusals: readonly { readonly on: Reading; readonly off: Reading }[];
  /** Data bytes of the last good answer. */
  readonly #last: Uint8Array;
  #known = false;
  #awaiting = false;
  #refused = false;

  constructor(config: DeviceConfig) {
    const profile = profileNamed(config.profile);
    this.name = config.name;
    this.#exchange = readExchange(config.address, profile.func, profile.start, profile.count);
    const bytes = { request_bytes: this.#exchange.request.length, answer_bytes: this.#exchange.length };
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2, ...bytes };
    this.#presences = presencesOf(profile);
    this.#faults = faultsOf(profile);
    this.#refusals = profile.inputs.map((_, i) => faultReadings(i + 1, "watchdog"));
    this.#last = new Uint8Array(this.#exchange.length - HEAD_BYTES - 2);
  }

  request(): Uint8Array {
    if (this.#awaiting) this.#known = false;
    this.#awaiting = true;
    return this.#exchange.request;
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes, this.#exchange);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    this.#awaiting = false;
    return { kind: "frame", length: front, readings: isException(bytes) ? this.#refuse() : this.#read(bytes) };
  }

  /** It answers, but not with its inputs: every one of them is faulty until it does. */
  #refuse(): readonly Reading[] {
    if (this.#refused) return NOTHING_NEW;
    this.#refused = true;
    return this.#refusals.map((r) => r.on);
  }

  #read(frame: Uint8Array): readonly Reading[] {
    if (this.#known && !this.#refused && !this.#changed(frame)) return NOTHING_NEW;
    const readings = this.#refused ? this.#refusals.map((r) => r.off) : [];
    for (const w of this.#faults) if (this.#flipped(w, frame)) readings.push(readingOf(w, frame));
    for (const w of this.#presences) if (!this.#known || this.#flipped(w, frame)) readings.push(readingOf(w, frame));
    for (let i = 0; i < this.#last.length; i++) this.#last[i] = frame[HEAD_BYTES + i]!;
    this.#known = true;
    this.#refused = false;
    return readings;
  }

  #changed(frame: Uint8Array): boolean {
    for (let i = 0; i < this.#last.length; i++) if (this.#last[i] !== frame[HEAD_BYTES + i]) return true;
    return false;
  }

  #flipped(w: Watched, frame: Uint8Array): boolean {
    return ((frame[HEAD_BYTES + w.byte]! ^ this.#last[w.byte]!) & w.mask) !== 0;
  }
}

export const openModbusBoard = (config: DeviceConfig): Device => new ModbusBoard(config);
