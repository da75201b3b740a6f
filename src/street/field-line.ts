import type { Instant } from "../traffic/time.ts";
import type { FieldDevice } from "./devices/device.ts";

/** One simulated line: what the unit's cable is plugged into. */
export interface FieldLine {
  /** Bytes that the unit wrote at `now`. */
  heard(now: Instant, bytes: Uint8Array): void;
  /** When it will next say something, in ms; Infinity if never. */
  readonly saysAt: number;
  /** What has been said up to `now`, and forgets it; null if nothing. The bytes stand until a device speaks again. */
  said(now: Instant): Uint8Array | null;
}

/** Boxes know the end of a request by silence; much longer than 3.5 characters, because bytes come through a pty in pieces. */
const SILENCE_MS = 20;
/** Longer than any request of our protocols. */
const HELD_MAX = 512;
const NOTHING = new Uint8Array(0);
const BABBLE = 0xff;

/** A line and the boxes on it. A box whose cable is cut hears nothing, and what it says is lost. */
export class Bus implements FieldLine {
  readonly #devices: readonly FieldDevice[];
  readonly #deaf: boolean[];
  readonly #mute: boolean[];
  /** When the next byte of the babble is there; Infinity while there is none. */
  #babbleAt = Number.POSITIVE_INFINITY;
  #held: Uint8Array = NOTHING;
  #heardAt = 0;

  constructor(devices: readonly FieldDevice[]) {
    this.#devices = devices;
    this.#deaf = devices.map(() => false);
    this.#mute = devices.map(() => false);
  }

  cut(device: FieldDevice, cut: boolean): void {
    this.#deaf[this.#devices.indexOf(device)] = cut;
    this.mute(device, cut);
  }

  /** One wire of the cable: what the device says is lost, and it hears as before. */
  mute(device: FieldDevice, mute: boolean): void {
    this.#mute[this.#devices.indexOf(device)] = mute;
  }

  /** From `now` on somebody says a byte each ms, so that nobody else on the line is understood; or is silent again. */
  babble(now: Instant, on: boolean): void {
    this.#babbleAt = on ? now + 1 : Number.POSITIVE_INFINITY;
  }

  heard(now: Instant, bytes: Uint8Array): void {
    if (this.#babbleAt < Number.POSITIVE_INFINITY) return;
    let rest = this.#held.length > 0 && now - this.#heardAt < SILENCE_MS ? joined(this.#held, bytes) : bytes;
    this.#held = NOTHING;
    this.#heardAt = now;
    while (rest.length > 0) {
      const used = this.#offer(now, rest);
      if (used === 0) break;
      if (used >= rest.length) return;
      rest = rest.subarray(used);
    }
    if (rest.length <= HELD_MAX) this.#held = rest.slice();
  }

  get saysAt(): number {
    let at = this.#babbleAt;
    for (const device of this.#devices) if (device.saysAt < at) at = device.saysAt;
    return at;
  }

  said(now: Instant): Uint8Array | null {
    let said: Uint8Array | null = null;
    for (let next = this.#next(now); next >= 0; next = this.#next(now)) {
      const bytes = this.#devices[next]!.say();
      if (!this.#mute[next]) said = said === null ? bytes : joined(said, bytes);
    }
    if (this.#babbleAt === Number.POSITIVE_INFINITY) return said;
    const babble = new Uint8Array(Math.max(0, now + 1 - this.#babbleAt)).fill(BABBLE);
    this.#babbleAt += babble.length;
    return babble.length > 0 ? babble : null;
  }

  /** Who speaks first of those that have spoken by `now`; -1 for nobody. */
  #next(now: Instant): number {
    let [next, at] = [-1, Number.POSITIVE_INFINITY];
    for (let i = 0; i < this.#devices.length; i++) {
      const { saysAt } = this.#devices[i]!;
      if (saysAt <= now && saysAt < at) [next, at] = [i, saysAt];
    }
    return next;
  }

  /** Bytes of `rest` that are done with: a request that was taken, or what is nothing for anybody; 0 where more must come. */
  #offer(now: Instant, rest: Uint8Array): number {
    let skip = rest.length;
    for (let i = 0; i < this.#devices.length; i++) {
      if (this.#deaf[i]) continue;
      const used = this.#devices[i]!.hear(now, rest);
      if (used > 0) return used;
      skip = Math.min(skip, -used);
    }
    return skip;
  }
}

function joined(front: Uint8Array, back: Uint8Array): Uint8Array {
  const both = new Uint8Array(front.length + back.length);
  both.set(front);
  both.set(back, front.length);
  return both;
}
