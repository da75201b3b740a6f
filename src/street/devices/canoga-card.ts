import {
  BINARY_DETECTION,
  CANOGA_CHANNELS,
  type ChannelRecord,
  detectionOf,
  framed,
  framedFront,
  SERIAL_NUMBER,
  VERSION,
} from "../../detection/protocols/canoga/codec.ts";
import type { Instant } from "../../traffic/time.ts";
import { type FieldDevice, Mouth, type Place } from "./device.ts";

const TYPES = [BINARY_DETECTION, SERIAL_NUMBER, VERSION] as const;
/** The serial number is twenty characters, the version thirteen. */
const TEXT = { [SERIAL_NUMBER]: "STREET-C924-00000001", [VERSION]: "C924 V1.00   " } as const;

/** A Canoga card of four loops: the last vehicle that left each of them, and whether somebody is on it now. It has run since the street began. */
class CanogaCard implements FieldDevice {
  readonly #mouth: Mouth;
  readonly #place: Place;
  readonly #came: (number | null)[] = new Array(CANOGA_CHANNELS).fill(null);
  readonly #records: ChannelRecord[] = new Array(CANOGA_CHANNELS).fill({ duration_ms: 0, start_ms: 0, count: 0, state: 0 });

  constructor(place: Place) {
    this.#place = place;
    this.#mouth = new Mouth(place);
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    return this.#mouth.take();
  }

  step(now: Instant): void {
    for (let i = 0; i < CANOGA_CHANNELS; i++) {
      const on = this.#place.inputs[i]?.calls ?? false;
      const record = this.#records[i]!;
      const came = this.#came[i]!;
      if (on && came === null) {
        this.#came[i] = now;
        this.#records[i] = { ...record, state: 1 };
      } else if (!on && came !== null) {
        this.#came[i] = null;
        this.#records[i] = { duration_ms: now - came, start_ms: came, count: (record.count + 1) & 0xff, state: 0 };
      }
    }
  }

  hear(now: Instant, bytes: Uint8Array): number {
    const { address } = this.#place.config;
    const fronts = TYPES.map((type) => framedFront(bytes, address, type));
    const length = Math.max(...fronts);
    if (length <= 0) return length;
    const type = TYPES[fronts.indexOf(length)]!;
    const answer =
      type === BINARY_DETECTION
        ? detectionOf(this.#records)
        : framed(address, [type, ...Array.from(TEXT[type], (letter) => letter.charCodeAt(0))]);
    this.#mouth.answer(now, length, answer);
    return length;
  }
}

export const openCanogaCard = (place: Place): FieldDevice => new CanogaCard(place);
