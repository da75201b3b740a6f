import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { frontOf, type Message, messageIn } from "./codec.ts";

/** Loops of a board: two, or four. */
const LOOPS = { "": 2, quad: 4 } as const;
export const ELEKTRONIKA_PROFILES = Object.keys(LOOPS);

/** Throws a RangeError in words for a board that is not there. */
export function loopsOf(profile: string): number {
  const loops = (LOOPS as { readonly [profile: string]: number | undefined })[profile];
  if (loops === undefined) throw new RangeError(`elektronika has no profile "${profile}"; write quad, or none for two loops`);
  return loops;
}

/** Event codes after which somebody is over the loop, and after which nobody is. Speeds and directions say neither. */
const OVER = [4, 5, 6, 7, 8];
const GONE = [1, 2, 3];

/**
 * An elektronika.ba loop detector. It is listened to and never spoken to: one byte 1A would have it wait for commands, and detect nobody.
 */
class Elektronika implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly urgent = false;
  /** By loop; null before anything was heard of it. */
  readonly #present: (boolean | null)[];
  #commanded = false;

  constructor(config: DeviceConfig) {
    this.name = config.name;
    this.timing = { poll_ms: 0, timeout_ms: config.timeout_ms, retries: 0, request_bytes: 0, answer_bytes: 0 };
    this.#present = new Array(loopsOf(config.profile)).fill(null);
  }

  request(): null {
    return null;
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    const message = messageIn(bytes, front);
    if (message === null) return { kind: "noise", length: front };
    return { kind: "frame", length: front, readings: this.#take(message) };
  }

  #take(message: Message): readonly Reading[] {
    if (message.kind === "commands") return this.#command(message.on);
    const running = this.#command(false);
    if (message.kind === "samples" || message.loop === null || message.loop >= this.#present.length) return running;
    const { loop, code } = message;
    const on = OVER.includes(code);
    if ((!on && !GONE.includes(code)) || this.#present[loop] === on) return running;
    this.#present[loop] = on;
    return [...running, { kind: "presence", input: loop + 1, on }];
  }

  /** Somebody has it take commands, or it detects again. */
  #command(on: boolean): readonly Reading[] {
    if (on === this.#commanded) return NOTHING_NEW;
    this.#commanded = on;
    return this.#present.map((_, loop) => ({ kind: "fault", input: loop + 1, fault: "watchdog", on }));
  }
}

export const openElektronika = (config: DeviceConfig): Device => new Elektronika(config);
