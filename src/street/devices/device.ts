import type { DeviceConfig, Site } from "../../traffic/site.ts";
import type { Instant } from "../../traffic/time.ts";
import type { Random } from "../random.ts";
import type { Sensor } from "../sensor.ts";

/** One box in the simulated cabinet, at the level of its bytes. A new one implements this and gets a line in `index.ts`. */
export interface FieldDevice {
  /**
   * Is offered the front of what the unit has written. Returns how many bytes a whole request to this device used up (answered or not);
   * 0 where they may become one; a negative number where so many bytes are nothing for it.
   */
  hear(now: Instant, bytes: Uint8Array): number;
  /** When the last byte of what it says next will have left it, in ms; Infinity if it has nothing to say. */
  readonly saysAt: number;
  /** What it says then. The bytes stand until the next call. */
  say(): Uint8Array;
  /** Moves on to `now`, once every 100 ms, for those that do something by themselves. */
  step?(now: Instant): void;
  /** For a board with load switches: which of its outputs are lit now, by output less one. The array stands until the next call. */
  lamps?(now: Instant): Uint8Array;
}

/** Where a device stands: what it is connected to, and how fast its line is. */
export interface Place {
  readonly config: DeviceConfig;
  readonly site: Site;
  /** By input less one; a hole where nothing is connected. */
  readonly inputs: readonly (Sensor | undefined)[];
  readonly msPerByte: number;
  readonly random: Random;
  /** The time of day when the street began. */
  readonly began_ms: number;
}

/** A start bit, eight data bits, parity or a second stop bit, a stop bit. */
export const BITS_A_BYTE = 11;
const [TURNAROUND_MIN_MS, TURNAROUND_MAX_MS] = [2, 8];
/** A secondary of NEMA TS 2 Port 1 begins its answer within half a millisecond; the gateway and the network take theirs. */
export const SERVICE_MS = 1;
const NOTHING = new Uint8Array(0);

/** The device's half of the wire: an answer begins 2 to 8 ms after the last byte of its request, and takes its bytes' time. */
export class Mouth {
  at = Number.POSITIVE_INFINITY;
  #bytes: Uint8Array = NOTHING;
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /** An answer to a request of `heard` bytes, the first of which came at `now`. */
  answer(now: Instant, heard: number, bytes: Uint8Array): void {
    const turnaround = TURNAROUND_MIN_MS + this.#place.random.below(TURNAROUND_MAX_MS - TURNAROUND_MIN_MS + 1);
    this.say(now + heard * this.#place.msPerByte + turnaround, bytes);
  }

  /** Begins to speak at `from`. Whatever was still to be said is forgotten. */
  say(from: number, bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.at = Math.ceil(from + bytes.length * this.#place.msPerByte);
  }

  take(): Uint8Array {
    this.at = Number.POSITIVE_INFINITY;
    return this.#bytes;
  }
}
