import { type Device, type DeviceTiming, MORE, type Reading, type Scan } from "../../../serial/device.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { ANSWER_BYTES, answerIn, BLUEPRINT_INPUTS, frontOf, question } from "./codec.ts";

/** A card that nobody makes, asked for its inputs. It speaks of changes only, and of everything in its first answer and when it was lost. */
class Blueprint implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly urgent = false;
  readonly #address: number;
  readonly #question: Uint8Array;
  /** Of the answer before: bits that are not known yet count as changed. */
  #inputs = 0;
  #faults = 0;
  #unknown = 0xff;

  constructor(config: DeviceConfig) {
    this.name = config.name;
    this.#address = config.address;
    this.#question = question(config.address);
    const bytes = { request_bytes: this.#question.length, answer_bytes: ANSWER_BYTES };
    this.timing = { poll_ms: config.poll_ms, timeout_ms: config.timeout_ms, retries: 2, ...bytes };
  }

  request(): Uint8Array {
    return this.#question;
  }

  forget(): void {
    this.#unknown = 0xff;
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes, this.#address);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    const { inputs, faults } = answerIn(bytes);
    const readings: Reading[] = [];
    for (let i = 0; i < BLUEPRINT_INPUTS; i++) {
      const bit = 1 << i;
      const [input, on, fault] = [i + 1, (inputs & bit) !== 0, (faults & bit) !== 0];
      if ((faults ^ this.#faults) & bit) readings.push({ kind: "fault", input, fault: "other", on: fault });
      if (((inputs ^ this.#inputs) | this.#unknown) & bit) readings.push({ kind: "presence", input, on });
    }
    [this.#inputs, this.#faults, this.#unknown] = [inputs, faults, 0];
    return { kind: "frame", length: front, readings };
  }
}

export const openBlueprint = (config: DeviceConfig): Device => new Blueprint(config);
