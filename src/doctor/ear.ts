import type { Instant } from "../traffic/time.ts";
import { LANGUAGES, type Language } from "./languages/index.ts";

/** One frame as it went by. */
export interface Frame {
  readonly at: Instant;
  readonly protocol: string;
  /** Null where the protocol has none. */
  readonly address: number | null;
  readonly words: string;
  readonly bytes: Uint8Array;
}

/** Longer than any frame of any protocol. */
const HELD_MAX = 1_024;
/** Nobody stops in the middle of a frame for so long: what has begun like one is none. */
const SILENCE_MS = 200;
/** So much proof, and no stream of chance has it: two frames with a CRC of 16 bits, one of the others. */
const SURE_BITS = 24;

/** Listens for one protocol in a stream of bytes. */
export class Ear {
  readonly protocol: string;
  frames = 0;
  bits = 0;
  noise_bytes = 0;
  readonly addresses = new Map<number, number>();
  readonly #language: Language;
  #held: Uint8Array = new Uint8Array(0);
  #last = "";
  #heardAt = 0;

  constructor(protocol: string) {
    this.protocol = protocol;
    this.#language = LANGUAGES[protocol]!;
  }

  /** It is this protocol, and not chance. */
  get sure(): boolean {
    return this.bits >= SURE_BITS;
  }

  hear(now: Instant, bytes: Uint8Array): readonly Frame[] {
    const late = now - this.#heardAt >= SILENCE_MS ? this.settle(now) : [];
    this.#heardAt = now;
    const joined = new Uint8Array(this.#held.length + bytes.length);
    joined.set(this.#held);
    joined.set(bytes, this.#held.length);
    return [...late, ...this.#read(now, joined, false)];
  }

  /** There was silence: what waits for its end has none, and what stands behind its first byte may be whole. */
  settle(now: Instant): readonly Frame[] {
    return this.#held.length === 0 ? [] : this.#read(now, this.#held, true);
  }

  #read(now: Instant, bytes: Uint8Array, settled: boolean): readonly Frame[] {
    const frames: Frame[] = [];
    let from = 0;
    while (from < bytes.length) {
      const rest = bytes.subarray(from);
      const front = this.#language.front(rest, this.#last);
      if (front.kind === "more" && !settled && rest.length < HELD_MAX) break;
      const length = front.kind === "more" ? 1 : Math.min(front.length, rest.length);
      if (front.kind === "frame") frames.push(this.#take(now, rest.slice(0, length), front));
      else this.noise_bytes += length;
      from += length;
    }
    this.#held = bytes.slice(from);
    return frames;
  }

  #take(at: Instant, bytes: Uint8Array, front: { readonly address: number | null; readonly bits: number; readonly words: string }): Frame {
    this.frames++;
    this.bits += front.bits;
    this.#last = front.words;
    if (front.address !== null) this.addresses.set(front.address, (this.addresses.get(front.address) ?? 0) + 1);
    return { at, protocol: this.protocol, address: front.address, words: front.words, bytes };
  }
}

/** Listens for every protocol at once. */
export class Ears {
  bytes = 0;
  readonly ears: readonly Ear[];

  constructor(protocols: readonly string[] = Object.keys(LANGUAGES)) {
    this.ears = protocols.map((protocol) => new Ear(protocol));
  }

  /** The frames of whichever protocol is surest so far. */
  hear(now: Instant, bytes: Uint8Array): readonly Frame[] {
    this.bytes += bytes.length;
    const heard = this.ears.map((ear) => ({ ear, frames: ear.hear(now, bytes) }));
    const best = this.best;
    return heard.find(({ ear }) => ear === best)?.frames ?? [];
  }

  /** After a while without bytes. */
  settle(now: Instant): readonly Frame[] {
    const heard = this.ears.map((ear) => ({ ear, frames: ear.settle(now) }));
    const best = this.best;
    return heard.find(({ ear }) => ear === best)?.frames ?? [];
  }

  /** The one with the most proof; null before any frame. */
  get best(): Ear | null {
    let best: Ear | null = null;
    for (const ear of this.ears) if (ear.bits > (best?.bits ?? 0)) best = ear;
    return best;
  }
}
