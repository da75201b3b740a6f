import { formatSentence, formatZone } from "../../detection/protocols/count-sentence/codec.ts";
import type { Instant } from "../../traffic/time.ts";
import { type FieldDevice, Mouth, type Place } from "./device.ts";
import { Intervals } from "./interval.ts";

const INTERVAL_MS = 10_000;
const LOOKS_MS = 1_000;
/** Pictures take time: how long after the end of its interval a count is said, give or take. */
const [THINKS_MIN_MS, THINKS_MORE_MS] = [40, 80];

/** A camera computer: a count sentence for each of its lanes at the end of each interval, and every second who is in its zones; asked by nobody. */
class Camera implements FieldDevice {
  readonly #mouth: Mouth;
  readonly #place: Place;
  readonly #intervals: Intervals;
  /** Inputs that are zones. */
  readonly #zones: readonly number[];
  #number = 0;

  constructor(place: Place) {
    this.#place = place;
    this.#mouth = new Mouth(place);
    const { site, config, inputs } = place;
    this.#zones = site.detectors.flatMap(({ kind, device, input }) => (kind === "zone" && device === config.name ? [input] : []));
    const counting = inputs.map((sensor, i) => (this.#zones.includes(i + 1) ? undefined : sensor));
    this.#intervals = new Intervals(counting, INTERVAL_MS);
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
    const looks = this.#zones.length > 0 && now % LOOKS_MS === 0;
    const counts = now % INTERVAL_MS === 0;
    if (!looks && !counts) return;
    const text = (counts ? this.#counts() : "") + (looks ? this.#seen() : "");
    this.#mouth.say(
      now + THINKS_MIN_MS + this.#place.random.below(THINKS_MORE_MS),
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
    );
  }

  #counts(): string {
    const number = this.#number;
    this.#number = (number + 1) & 0xffff;
    return this.#intervals
      .cut()
      .map(({ input, ...counted }) => formatSentence({ lane: input, number, interval_ms: INTERVAL_MS, ...counted }))
      .join("");
  }

  #seen(): string {
    return this.#zones.map((lane) => formatZone({ lane, vehicles: this.#place.inputs[lane - 1]?.inside ?? 0 })).join("");
  }
}

export const openCamera = (place: Place): FieldDevice => new Camera(place);
