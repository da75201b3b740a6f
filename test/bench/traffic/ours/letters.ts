import type { Wiring } from "../../../../src/import/index.ts";
import { type ChannelCodes, INDICATIONS } from "../../../../src/traffic/calls.ts";
import { givingWay } from "../letters.ts";
import type { Light } from "../lights.ts";

/** SUMO's letters for what a channel shows: a dark head stops everybody, as flashing red does, and walkers stop when their green is over. */
const LETTERS = {
  dark: "r",
  red: "r",
  yellow: "y",
  green: "G",
  "flashing-red": "r",
  "flashing-yellow": "o",
  "flashing-green": "r",
} as const;

/** Channels → the letters of the traffic light's links. */
export class Letters {
  readonly #light: Light;
  /** By place: the channel less one; -1 of links that are no signal of the site. */
  readonly #channel: Int16Array;
  readonly #shipped: readonly string[];
  readonly #walks: ReadonlySet<number>;

  /** `walks`: places of links for pedestrians. */
  constructor(light: Light, { channels }: Wiring, walks: ReadonlySet<number>) {
    this.#light = light;
    this.#channel = new Int16Array(light.places).fill(-1);
    for (const { number, links } of channels) for (const link of links) this.#channel[link] = number - 1;
    // Links that the import takes for no signal are always green, or off, or never green: they stay as they are shipped.
    this.#shipped = [...light.program.phases[0]!.state].map((letter) => (/[yYu]/.test(letter) ? "r" : letter));
    this.#walks = walks;
  }

  of(channels: ChannelCodes): string {
    const plain = this.#shipped.map((shipped, place) => {
      const channel = this.#channel[place]!;
      if (channel < 0) return shipped;
      const letter = LETTERS[INDICATIONS[channels[channel]!] ?? "dark"];
      return this.#walks.has(place) && letter !== "G" ? "r" : letter;
    });
    return givingWay(this.#light, plain);
  }
}
