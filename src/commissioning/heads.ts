import type { Indication, Live } from "../traffic/live.ts";
import type { Channel } from "../traffic/site.ts";

/** What must have been shown of a channel before somebody can say that he saw it. */
export type Lamp = "red" | "yellow" | "green";

export const lampsOf = (channel: Channel): readonly Lamp[] => (["red", "yellow", "green"] as const).filter((lamp) => channel[lamp] > 0);

const LIT: { readonly [I in Indication]: Lamp | null } = {
  dark: null,
  red: "red",
  yellow: "yellow",
  green: "green",
  "flashing-red": null,
  "flashing-yellow": null,
  "flashing-green": null,
};
/** An arrow that flashes yellow, and a hand that flashes, have shown that their lamp is there; flash has not: everything flashes in it. */
const FLASHES: { readonly [I in Indication]?: Lamp } = { "flashing-red": "red", "flashing-yellow": "yellow" };

/** Which lamps of each channel have been lit since somebody began to look, in control or in a lamp test. */
export class Heads {
  readonly #lit = new Map<number, Set<Lamp>>();

  show(live: Live): void {
    for (const { channel, indication } of live.channels) {
      const lamp = LIT[indication] ?? (live.flash === "not-flash" ? (FLASHES[indication] ?? null) : null);
      if (lamp === null) continue;
      const lit = this.#lit.get(channel) ?? new Set();
      this.#lit.set(channel, lit.add(lamp));
    }
  }

  /** Lamps of the channel that have not been lit yet. */
  missing(channel: Channel): readonly Lamp[] {
    return lampsOf(channel).filter((lamp) => !this.#lit.get(channel.number)?.has(lamp));
  }
}
