import {
  type DetectorBiu as Biu,
  CALL,
  type Call,
  CHANNELS,
  callData,
  callRequest,
  DIAGNOSTICS,
  diagnostics,
  resetIn,
} from "../../serial/framing/ts2/detectors.ts";
import { DETECTORS } from "../../serial/framing/ts2/frame.ts";
import { enclose, Octets } from "../../serial/framing/ts2/octets.ts";
import type { Instant } from "../../traffic/time.ts";
import { Sensor } from "../sensor.ts";
import { type FieldDevice, Mouth, type Place, SERVICE_MS } from "./device.ts";

const ROUND_MS = 65_536;

/** A detector rack's bus interface unit: sixteen loops, one that fills its time stamps, and what is wrong with each. */
class DetectorBiu implements FieldDevice {
  readonly #biu: Biu;
  readonly #mouth: Mouth;
  readonly #msPerByte: number;
  readonly #octets = new Octets();
  readonly #loops: readonly Sensor[];
  /** Since when its counter runs: nobody but itself knows. */
  readonly #counter_ms: number;
  readonly #changed_ms = new Array<number>(CHANNELS).fill(0);
  readonly #on = new Array<boolean>(CHANNELS).fill(false);
  readonly #actuations = new Array<number>(CHANNELS).fill(0);
  /** Whether each channel has changed since it was last asked. */
  readonly #news = new Array<boolean>(CHANNELS).fill(false);
  /** Pairs of slots that were reset, for whoever looks. */
  resets = 0;

  constructor(place: Place) {
    this.#biu = (place.config.address - DETECTORS + 1) as Biu;
    this.#mouth = new Mouth(place);
    this.#msPerByte = place.msPerByte;
    this.#loops = Array.from({ length: CHANNELS }, (_, i) => place.inputs[i] ?? new Sensor());
    this.#counter_ms = place.random.below(ROUND_MS);
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    return this.#mouth.take();
  }

  step(now: Instant): void {
    this.#loops.forEach((loop, i) => {
      const on = loop.calls;
      // Who left and was followed within a step was two.
      const again = on && this.#on[i] && loop.actuations > this.#actuations[i]!;
      if (on !== this.#on[i] || again) {
        this.#changed_ms[i] = (now + this.#counter_ms) % ROUND_MS;
        this.#news[i] = true;
      }
      this.#on[i] = on;
      this.#actuations[i] = loop.actuations;
    });
  }

  hear(now: Instant, bytes: Uint8Array): number {
    const front = this.#octets.front(bytes);
    if (front <= 0) return front;
    const answer = this.#answer(this.#octets.frame);
    if (answer === null) return -front;
    this.#mouth.say(now + front * this.#msPerByte + SERVICE_MS, enclose(answer));
    return front;
  }

  #answer(frame: Uint8Array): Uint8Array | null {
    const asked = callRequest(this.#biu);
    if (frame.length === asked.length && frame.every((byte, i) => byte === asked[i])) return this.#calls();
    const reset = resetIn(frame, this.#biu);
    if (reset === null) return null;
    this.resets |= reset;
    const bit = (fault: (typeof DIAGNOSTICS)[number]) => 1 << DIAGNOSTICS.indexOf(fault);
    return diagnostics(
      this.#biu,
      this.#loops.map(({ fault }) => (fault === null ? 0 : bit(fault))),
    );
  }

  #calls(): Uint8Array {
    const calls = this.#on.map((on, i): Call => {
      if (!this.#news[i]) return on ? CALL.held : CALL.none;
      return on ? CALL.begun : CALL.gone;
    });
    this.#news.fill(false);
    return callData(this.#biu, { changed_ms: this.#changed_ms, calls });
  }
}

export const openDetectorBiu = (place: Place): FieldDevice => new DetectorBiu(place);
