import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import { type Exchange, frontOf, isException, readExchange } from "../../../serial/framing/modbus-rtu.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { faultReadings, faultsOf, HEAD_BYTES, presencesOf, readingOf, type Watched } from "./codec.ts";
import { Count } from "./counts.ts";
import { profileNamed } from "./profiles/index.ts";

/**
 * An input board or detector, polled for all of its bits at once, and for its counters before them. It speaks of changes only; of every
 * input's presence in its first answer and in each answer after one that was missed or refused, since nobody knows what was forgotten in between.
 */
class ModbusBoard implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  /** The questions of one poll: for the counters, where they do not lie with the inputs; for the inputs. */
  readonly #exchanges: readonly Exchange[];
  #turn = 0;
  readonly #presences: readonly Watched[];
  readonly #faults: readonly Watched[];
  readonly #counts: readonly (Count | null)[];
  /** By input, how often it came on since it was last told of. */
  readonly #came: Uint8Array;
  readonly #refusals: readonly { readonly on: Reading; readonly off: Reading }[];
  /** Data bytes of the last good answer with the inputs. */
  readonly #last: Uint8Array;
  readonly #counting: boolean;
  #known = false;
  #awaiting = false;
  #refused = false;

  constructor(config: DeviceConfig) {
    const profile = profileNamed(config.profile);
    this.name = config.name;
    const blocks = profile.counters ? [profile.counters, profile] : [profile];
    this.#exchanges = blocks.map(({ func, start, count }) => readExchange(config.address, func, start, count));
    const sum = (of: (exchange: Exchange) => number) => this.#exchanges.reduce((all, exchange) => all + of(exchange), 0);
    const bytes = { request_bytes: sum(({ request }) => request.length), answer_bytes: sum(({ length }) => length) };
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2, ...bytes };
    this.#presences = presencesOf(profile);
    this.#faults = faultsOf(profile);
    this.#counts = profile.inputs.map(({ counter }) => (counter ? new Count(counter) : null));
    this.#counting = this.#counts.some((count) => count !== null);
    this.#came = new Uint8Array(profile.inputs.length);
    this.#refusals = profile.inputs.map((_, i) => faultReadings(i + 1, "watchdog"));
    this.#last = new Uint8Array(this.#exchanges.at(-1)!.length - HEAD_BYTES - 2);
  }

  /** The counters are there: the inputs must not be much younger. */
  get urgent(): boolean {
    return this.#turn > 0 && !this.#awaiting;
  }

  request(): Uint8Array {
    if (this.#awaiting) {
      this.#known = false;
      this.#turn = 0;
    }
    this.#awaiting = true;
    return this.#exchanges[this.#turn]!.request;
  }

  forget(): void {
    this.#known = false;
    this.#awaiting = false;
    this.#turn = 0;
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes, this.#exchanges[this.#turn]!);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    this.#awaiting = false;
    if (isException(bytes)) {
      this.#turn = 0;
      return { kind: "frame", length: front, readings: this.#refuse() };
    }
    if (this.#turn === 0) this.#count(bytes);
    this.#turn = (this.#turn + 1) % this.#exchanges.length;
    return { kind: "frame", length: front, readings: this.#turn === 0 ? this.#read(bytes) : NOTHING_NEW };
  }

  /** It answers, but not with its inputs: every one of them is faulty until it does. */
  #refuse(): readonly Reading[] {
    if (this.#refused) return NOTHING_NEW;
    this.#refused = true;
    this.#known = false;
    return this.#refusals.map((r) => r.on);
  }

  #count(frame: Uint8Array): void {
    if (!this.#counting) return;
    this.#counts.forEach((count, i) => {
      if (count) this.#came[i] = Math.min(255, this.#came[i]! + count.since(frame));
    });
  }

  #read(frame: Uint8Array): readonly Reading[] {
    if (this.#known && !this.#refused && !this.#changed(frame) && !this.#cameBy()) return NOTHING_NEW;
    const readings = this.#refused ? this.#refusals.map((r) => r.off) : [];
    for (const w of this.#faults) if (this.#flipped(w, frame)) readings.push(readingOf(w, frame));
    this.#presences.forEach((w, i) => {
      this.#tell(w, i, frame, readings);
    });
    for (let i = 0; i < this.#last.length; i++) this.#last[i] = frame[HEAD_BYTES + i]!;
    this.#known = true;
    this.#refused = false;
    return readings;
  }

  /** Those who came while nobody looked, each gone before the next, and then what is so now. */
  #tell(w: Watched, i: number, frame: Uint8Array, readings: Reading[]): void {
    const flipped = this.#flipped(w, frame);
    const now = readingOf(w, frame);
    let told = (now === w.on) !== flipped ? w.on : w.off;
    for (let left = this.#came[i]!; left > 0; left--) {
      if (told === w.on) readings.push(w.off);
      readings.push(w.on);
      told = w.on;
    }
    if (told !== now && now === w.on && this.#known) this.#counts[i]?.early();
    if (told !== now || !this.#known) readings.push(now);
    this.#came[i] = 0;
  }

  #cameBy(): boolean {
    return this.#counting && this.#came.some((each) => each > 0);
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
