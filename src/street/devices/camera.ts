import { formatSentence } from "../../detection/protocols/count-sentence/codec.ts";
import type { Instant } from "../../traffic/time.ts";
import { type FieldDevice, Mouth, type Place } from "./device.ts";
import { Intervals } from "./interval.ts";

const INTERVAL_MS = 10_000;
/** Pictures take time: how long after the end of its interval a count is said, give or take. */
const [THINKS_MIN_MS, THINKS_MORE_MS] = [40, 80];

/** A camera computer: a count sentence for each of its lanes at the end of each interval, asked by nobody. */
class Camera implements FieldDevice {
  readonly #mouth: Mouth;
  readonly #place: Place;
  readonly #intervals: Intervals;
  #number = 0;

  constructor(place: Place) {
    this.#place = place;
    this.#mouth = new Mouth(place);
    this.#intervals = new Intervals(place.inputs, INTERVAL_MS);
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    return this.#mouth.take();
  }

  hear(): number {
    return Number.NEGATIVE_INFINITY;
  }

  step(now: Instant): void {
    if (now % INTERVAL_MS !== 0) return;
    const number = this.#number;
    this.#number = (number + 1) & 0xffff;
    const text = this.#intervals
      .cut()
      .map(({ input, ...counted }) => formatSentence({ lane: input, number, interval_ms: INTERVAL_MS, ...counted }))
      .join("");
    this.#mouth.say(
      now + THINKS_MIN_MS + this.#place.random.below(THINKS_MORE_MS),
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
    );
  }
}

export const openCamera = (place: Place): FieldDevice => new Camera(place);
