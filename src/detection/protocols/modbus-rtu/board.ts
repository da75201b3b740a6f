import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import { frontOf, isException } from "../../../serial/framing/modbus-rtu.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { faultReadings, HEAD_BYTES, readingOf, type Watched } from "./codec.ts";
import { joined } from "./joined.ts";
import { profileNamed } from "./profiles/index.ts";
import type { Profile } from "./profiles/profile.ts";
import { type Questions, questionsOf } from "./questions.ts";

/**
 * An input board or detector, polled for all of its bits at once, and for its counters before them or with them. It speaks of changes only; of every
 * input's presence in its first answer and in each answer after one that was missed or refused, since nobody knows what was forgotten in between.
 */
class ModbusBoard implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  #questions: Questions;
  /** The board's profile, while it is asked for more at once than that says and has not yet answered: it may refuse. */
  #apart: Profile | null;
  #turn = 0;
  /** By input, how often it came on since it was last told of. */
  readonly #came: Uint8Array;
  readonly #refusals: readonly { readonly on: Reading; readonly off: Reading }[];
  /** Data bytes of the last good answer with the inputs. */
  #last: Uint8Array;
  readonly #address: number;
  readonly #counting: boolean;
  #known = false;
  #awaiting = false;
  #refused = false;
  /** It has refused a question, and is to be asked another one at once. */
  #again = false;

  constructor(config: DeviceConfig) {
    const profile = profileNamed(config.profile);
    this.name = config.name;
    const together = joined(profile);
    this.#apart = together === null ? null : profile;
    this.#address = config.address;
    this.#questions = questionsOf(together ?? profile, config.address);
    const { request_bytes, answer_bytes, counts, data, exchanges } = this.#questions;
    const bytes = { request_bytes, answer_bytes, exchanges: exchanges.length };
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2, ...bytes };
    this.#counting = counts.some((count) => count !== null);
    this.#came = new Uint8Array(profile.inputs.length);
    this.#refusals = profile.inputs.map((_, i) => faultReadings(i + 1, "watchdog"));
    this.#last = new Uint8Array(data);
  }

  /** The counters are there: the inputs must not be much younger. */
  get urgent(): boolean {
    return (this.#turn > 0 || this.#again) && !this.#awaiting;
  }

  request(): Uint8Array {
    if (this.#awaiting) {
      this.#known = false;
      this.#turn = 0;
    }
    this.#awaiting = true;
    this.#again = false;
    return this.#questions.exchanges[this.#turn]!.request;
  }

  forget(): void {
    this.#known = false;
    this.#awaiting = false;
    this.#turn = 0;
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes, this.#questions.exchanges[this.#turn]!);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    this.#awaiting = false;
    if (isException(bytes)) {
      this.#turn = 0;
      return { kind: "frame", length: front, readings: this.#apart === null ? this.#refuse() : this.#part(this.#apart) };
    }
    this.#apart = null;
    if (this.#turn === 0) this.#count(bytes);
    this.#turn = (this.#turn + 1) % this.#questions.exchanges.length;
    return { kind: "frame", length: front, readings: this.#turn === 0 ? this.#read(bytes) : NOTHING_NEW };
  }

  /** It does not answer for everything at once: it is asked as its profile says, from now on. */
  #part(profile: Profile): readonly Reading[] {
    this.#apart = null;
    this.#questions = questionsOf(profile, this.#address);
    this.#last = new Uint8Array(this.#questions.data);
    this.#known = false;
    this.#again = true;
    return NOTHING_NEW;
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
    this.#questions.counts.forEach((count, i) => {
      if (count) this.#came[i] = Math.min(255, this.#came[i]! + count.since(frame));
    });
  }

  #read(frame: Uint8Array): readonly Reading[] {
    if (this.#known && !this.#refused && !this.#changed(frame) && !this.#cameBy()) return NOTHING_NEW;
    const readings = this.#refused ? this.#refusals.map((r) => r.off) : [];
    for (const w of this.#questions.faults) if (this.#flipped(w, frame)) readings.push(readingOf(w, frame));
    this.#questions.presences.forEach((w, i) => {
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
    if (told !== now && now === w.on && this.#known) this.#questions.counts[i]?.early();
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
