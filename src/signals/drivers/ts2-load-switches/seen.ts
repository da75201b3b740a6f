import { type Lamps, SWITCHES } from "../../../serial/framing/ts2/load-switches.ts";
import { type CabinetWord, switchOf } from "../../../traffic/cabinet.ts";
import type { Channel } from "../../../traffic/site.ts";
import type { Instant } from "../../../traffic/time.ts";
import { numbersIn } from "./words.ts";

/**
 * A lamp may be seen otherwise than it is told for less than this: load switches, the MMU's inputs and the frames need their time. What the
 * MMU finds by itself it finds within 1,000 ms (a red failure; a conflict in 450), and comes first: who must be reset then is the MMU.
 */
export const SEEN_WITHIN_MS = 1_500;
const LAMPS = ["green", "yellow", "red"] as const satisfies readonly (keyof Lamps)[];

/** Holds what the MMU sees against what the load switches are told, lamp by lamp. */
export class Seen {
  /** Which switches are looked at, by lamp: of those of pedestrians only walk, of those that no channel has no red (it is often tied on). */
  readonly #watched: Lamps;
  readonly #channels: ReadonlyMap<number, Channel>;
  /** Since when a lamp has differed without a break, by lamp and switch; Infinity: it does not. */
  readonly #since = new Float64Array(LAMPS.length * SWITCHES).fill(Number.POSITIVE_INFINITY);
  #told = false;

  constructor(channels: readonly Channel[]) {
    const vehicles = channels.filter(({ kind }) => kind !== "pedestrian").reduce((mask, c) => mask | (1 << (switchOf(c.red) - 1)), 0);
    const walks = channels.filter(({ kind }) => kind === "pedestrian").reduce((mask, c) => mask | (1 << (switchOf(c.green) - 1)), 0);
    this.#watched = { green: 0xffff, yellow: 0xffff & ~walks, red: vehicles };
    this.#channels = new Map(channels.map((channel) => [switchOf(channel.green), channel]));
  }

  /** The picture is none of now, or of lamps that are not ours: everything begins anew. */
  forget(): void {
    this.#since.fill(Number.POSITIVE_INFINITY);
    this.#told = false;
  }

  /** A lamp that has differed for too long, told once until it is forgotten; null for none. A lamp that is dark though it flashes is not found. */
  look(now: Instant, told: Lamps, seen: Lamps): (CabinetWord & { readonly says: "lamps" }) | null {
    const found: { readonly number: number; readonly words: string }[] = [];
    LAMPS.forEach((lamp, l) => {
      const differs = (told[lamp] ^ seen[lamp]) & this.#watched[lamp];
      for (let s = 0; s < SWITCHES; s++) {
        const at = l * SWITCHES + s;
        if ((differs & (1 << s)) === 0) this.#since[at] = Number.POSITIVE_INFINITY;
        else if (this.#since[at] === Number.POSITIVE_INFINITY) this.#since[at] = now;
        else if (now - this.#since[at]! >= SEEN_WITHIN_MS) found.push({ number: s + 1, words: this.#words(s + 1, lamp, told[lamp]) });
      }
    });
    if (found.length === 0 || this.#told) return null;
    this.#told = true;
    const switches = numbersIn(found.reduce((mask, { number }) => mask | (1 << (number - 1)), 0));
    return { says: "lamps", switches, words: found.map(({ words }) => words).join("; ") };
  }

  #words(number: number, lamp: keyof Lamps, told: number): string {
    const channel = this.#channels.get(number);
    const which = channel === undefined ? `load switch ${number}, which no channel has` : `channel ${channel.number} "${channel.name}"`;
    const lit = (told & (1 << (number - 1))) !== 0;
    return lit ? `${which}: ${lamp} is told and the MMU sees it dark` : `${which}: the MMU sees ${lamp} lit, which nobody has told`;
  }
}
