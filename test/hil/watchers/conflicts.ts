import type { Site } from "../../../src/traffic/site.ts";
import type { Seen } from "../seen.ts";
import { GREEN, type LampNews, YELLOW } from "../wire/lamps.ts";
import { Sheet } from "./together.ts";
import type { Tell, Watcher } from "./watcher.ts";

/** Two channels that conflict never go at the same time: green, or the yellow behind it. */
export class Conflicts implements Watcher {
  readonly #tell: Tell;
  readonly #pairs: readonly (readonly [number, number])[];
  readonly #names: ReadonlyMap<number, string>;
  readonly #going = new Map<number, "green" | "yellow">();
  readonly #told = new Set<string>();
  #alone = true;
  #changed = false;

  constructor(site: Site, tell: Tell) {
    this.#tell = tell;
    const sheet = new Sheet(site);
    this.#names = new Map(site.channels.map(({ number, name }) => [number, name]));
    this.#pairs = site.channels.flatMap((a) =>
      site.channels.filter((b) => b.number > a.number && sheet.between_ms(a, b) !== null).map((b) => [a.number, b.number] as const),
    );
  }

  lamps(news: LampNews): void {
    if (news.kind === "left-alone") {
      this.#alone = news.alone;
      return;
    }
    const { channel, lit } = news;
    const was = this.#going.get(channel);
    if (lit & GREEN) this.#going.set(channel, "green");
    else if (was !== undefined && lit & YELLOW) this.#going.set(channel, "yellow");
    else this.#going.delete(channel);
    this.#changed = true;
  }

  /** All lamps of a frame have changed by then. */
  see({ at }: Seen): void {
    if (!this.#changed || this.#alone) return;
    this.#changed = false;
    for (const [a, b] of this.#pairs) {
      const [one, other] = [this.#going.get(a), this.#going.get(b)];
      if (one === undefined || other === undefined) this.#told.delete(`${a} ${b}`);
      else if (!this.#told.has(`${a} ${b}`)) {
        this.#told.add(`${a} ${b}`);
        this.#tell(at, `${this.#names.get(a)} is ${one} while ${this.#names.get(b)} is ${other}`);
      }
    }
  }
}
