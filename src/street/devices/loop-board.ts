import { formatEvent } from "../../detection/protocols/elektronika/codec.ts";
import type { Instant } from "../../traffic/time.ts";
import { type FieldDevice, Mouth, type Place } from "./device.ts";

/** Ctrl-Z: from then on it waits for commands, until nobody has said one for so long. */
const [ENTER, WAITS_MS] = [0x1a, 10_000];
const [DETECT, LEFT] = ["08", "01,050.000"];
const text = (words: string) => Uint8Array.from(words, (letter) => letter.charCodeAt(0));

/** A loop detector that talks by itself; while it waits for commands it detects nobody. It knows no command. */
class LoopBoard implements FieldDevice {
  readonly #mouth: Mouth;
  readonly #place: Place;
  readonly #on: boolean[];
  /** When it runs again; null while it does. */
  #waitsUntil: number | null = null;

  constructor(place: Place) {
    this.#place = place;
    this.#mouth = new Mouth(place);
    this.#on = Array.from(place.inputs, () => false);
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    return this.#mouth.take();
  }

  hear(now: Instant, bytes: Uint8Array): number {
    const at = bytes.indexOf(ENTER);
    if (at < 0) return -bytes.length;
    this.#waitsUntil = now + WAITS_MS;
    this.#mouth.say(now, text("READY>v1\r\nEND>\r\n"));
    return at + 1;
  }

  step(now: Instant): void {
    let words = "";
    if (this.#waitsUntil !== null) {
      if (now < this.#waitsUntil) return;
      this.#waitsUntil = null;
      words = "RESUME>\r\nEND>\r\n";
    }
    this.#on.forEach((was, loop) => {
      const on = this.#place.inputs[loop]?.calls ?? false;
      if (on !== was) words += formatEvent(loop, on ? DETECT : LEFT);
      this.#on[loop] = on;
    });
    if (words !== "") this.#mouth.say(now, text(words));
  }
}

export const openLoopBoard = (place: Place): FieldDevice => new LoopBoard(place);
