import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import type { DetectorFault } from "../../../traffic/observation.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { type Exchange, frontOf, isException, readExchange } from "./codec.ts";
import { profileNamed } from "./profiles/index.ts";
import type { Profile } from "./profiles/profile.ts";

/** One bit of the answer and the two readings that it can become: made once, so that a poll without news makes nothing. */
interface Watched {
  readonly byte: number;
  readonly mask: number;
  readonly inverted: boolean;
  readonly on: Reading;
  readonly off: Reading;
}

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
  readonly #refusals: readonly Watched[];
  readonly #last: Uint8Array;
  #known = false;
  #awaiting = false;
  #refused = false;

  constructor(config: DeviceConfig) {
    const profile = profileNamed(config.profile);
    this.name = config.name;
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2 };
    this.#exchange = readExchange(config.address, profile.func, profile.start, profile.count);
    this.#presences = profile.inputs.map((bits, i) => ({
      ...place(profile, bits.detect),
      inverted: bits.inverted === true,
      on: { kind: "presence", input: i + 1, on: true },
      off: { kind: "presence", input: i + 1, on: false },
    }));
    this.#faults = profile.inputs.flatMap((bits, i) => (bits.faults ?? []).map((f) => faultAt(place(profile, f.bit), i + 1, f.fault)));
    this.#refusals = profile.inputs.map((_, i) => faultAt({ byte: 0, mask: 0 }, i + 1, "watchdog"));
    this.#last = new Uint8Array(this.#exchange.length - 5);
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
    return this.#refusals.map((w) => w.on);
  }

  #read(frame: Uint8Array): readonly Reading[] {
    if (this.#known && !this.#refused && this.#same(frame)) return NOTHING_NEW;
    const readings: Reading[] = this.#refused ? this.#refusals.map((w) => w.off) : [];
    for (const w of this.#faults) this.#compare(w, frame, false, readings);
    for (const w of this.#presences) this.#compare(w, frame, !this.#known, readings);
    for (let i = 0; i < this.#last.length; i++) this.#last[i] = frame[3 + i]!;
    this.#known = true;
    this.#refused = false;
    return readings;
  }

  #same(frame: Uint8Array): boolean {
    for (let i = 0; i < this.#last.length; i++) if (this.#last[i] !== frame[3 + i]) return false;
    return true;
  }

  #compare(w: Watched, frame: Uint8Array, always: boolean, readings: Reading[]): void {
    const bit = frame[3 + w.byte]! & w.mask;
    if (!always && bit === (this.#last[w.byte]! & w.mask)) return;
    readings.push((bit !== 0) === w.inverted ? w.off : w.on);
  }
}

/** Bits of functions 1 and 2 lie low bit first; registers lie high byte first. */
function place(profile: Profile, bit: number): { readonly byte: number; readonly mask: number } {
  const byte = bit >> 3;
  return { byte: profile.func <= 2 ? byte : byte ^ 1, mask: 1 << (bit & 7) };
}

function faultAt(where: { readonly byte: number; readonly mask: number }, input: number, fault: DetectorFault): Watched {
  const reading = (on: boolean): Reading => ({ kind: "fault", input, fault, on });
  return { ...where, inverted: false, on: reading(true), off: reading(false) };
}

export const openModbusBoard = (config: DeviceConfig): Device => new ModbusBoard(config);
