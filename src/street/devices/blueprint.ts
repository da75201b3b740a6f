import { formatAnswer, question } from "../../detection/protocols/blueprint/codec.ts";
import type { Instant } from "../../traffic/time.ts";
import { type FieldDevice, Mouth, type Place } from "./device.ts";

/** The card of the blueprint: it answers when it is asked, with what is over its loops now. */
class BlueprintCard implements FieldDevice {
  readonly #mouth: Mouth;
  readonly #place: Place;
  readonly #question: Uint8Array;

  constructor(place: Place) {
    this.#place = place;
    this.#mouth = new Mouth(place);
    this.#question = question(place.config.address);
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    return this.#mouth.take();
  }

  hear(now: Instant, bytes: Uint8Array): number {
    if (bytes[0] !== this.#question[0]) return -1;
    if (bytes.length < this.#question.length) return 0;
    if (!this.#question.every((byte, i) => byte === bytes[i])) return -1;
    const { inputs, config } = this.#place;
    let [on, faults] = [0, 0];
    inputs.forEach((sensor, i) => {
      if (sensor?.calls) on |= 1 << i;
      if (sensor?.fault) faults |= 1 << i;
    });
    this.#mouth.answer(now, this.#question.length, formatAnswer(config.address, { inputs: on, faults }));
    return this.#question.length;
  }
}

export const openBlueprintCard = (place: Place): FieldDevice => new BlueprintCard(place);
