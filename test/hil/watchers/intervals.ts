import type { Channel, Site } from "../../../src/traffic/site.ts";
import type { Seen } from "../seen.ts";
import { GREEN, type LampNews, YELLOW } from "../wire/lamps.ts";
import { Sheet } from "./together.ts";
import type { Tell, Watcher } from "./watcher.ts";

/** Lamps that begin later than they should, because a write had to be said again, are as much shorter: a retry and its time-out. */
const SLACK_MS = 250;
/** What cuts an interval short by leading into flash has shown itself within this: a flash is dark for half a second. */
const SHOWS_MS = 1_500;

interface Since {
  green: number | null;
  yellow: number | null;
  /** When its green, or walk, ended last; null since the last flash. */
  ended: number | null;
}

/**
 * Green, yellow, walk and what must lie between the end of one green and the beginning of another last as long as the timing sheet says, whoever asks. Only flash
 * may cut them short.
 */
export class Intervals implements Watcher {
  readonly #tell: Tell;
  readonly #sheet: Sheet;
  readonly #channels: ReadonlyMap<number, Channel>;
  /** Channels whose yellow flashes in the ordinary course of things. */
  readonly #arrows: ReadonlySet<number>;
  readonly #conflicting = new Map<number, readonly { readonly channel: Channel; readonly least_ms: number }[]>();
  readonly #since = new Map<number, Since>();
  #doubts: { readonly at: number; readonly words: string }[] = [];
  #alone = true;

  constructor(site: Site, tell: Tell) {
    this.#tell = tell;
    this.#sheet = new Sheet(site);
    this.#channels = new Map(site.channels.map((channel) => [channel.number, channel]));
    const arrows = site.overlaps.filter(({ kind }) => kind === "flashing-yellow-arrow").map(({ number }) => number);
    this.#arrows = new Set(site.channels.filter(({ overlap }) => overlap !== null && arrows.includes(overlap)).map(({ number }) => number));
    for (const channel of site.channels) {
      this.#since.set(channel.number, { green: null, yellow: null, ended: null });
      this.#conflicting.set(
        channel.number,
        site.channels.flatMap((a) => {
          const least_ms = a === channel ? null : this.#sheet.between_ms(a, channel);
          return least_ms === null ? [] : [{ channel: a, least_ms }];
        }),
      );
    }
  }

  lamps(news: LampNews): void {
    this.#settle(news.at);
    if (news.kind === "left-alone") {
      this.#alone = news.alone;
      this.#forget();
      return;
    }
    if (this.#alone) return;
    const channel = this.#channels.get(news.channel)!;
    if (news.lit === 0 && channel.kind !== "pedestrian" && !this.#arrows.has(channel.number)) this.#forget();
    else this.#change(news.at, channel, news.lit);
  }

  see(seen: Seen): void {
    this.#settle(seen.at);
    if (seen.kind === "unit" && !seen.runs) this.#forget();
  }

  end(): void {
    this.#settle(Number.POSITIVE_INFINITY);
  }

  #change(at: number, channel: Channel, lit: number): void {
    const since = this.#since.get(channel.number)!;
    const { green, yellow } = this.#sheet.least_ms(channel);
    const walk = channel.kind === "pedestrian" ? "walk" : "green";
    if (since.yellow !== null && !(lit & YELLOW)) {
      this.#held(at, channel, "yellow", at - since.yellow, yellow);
      since.yellow = null;
    }
    if (since.green !== null && !(lit & GREEN)) {
      this.#held(at, channel, walk, at - since.green, green);
      since.green = null;
      since.ended = at;
      if (lit & YELLOW) since.yellow = at;
      else if (channel.kind === "vehicle" && yellow > 0) this.#doubt(at, `${channel.name}: its green ended without a yellow`);
    }
    if (lit & GREEN && since.green === null) {
      since.green = at;
      for (const { channel: other, least_ms } of this.#conflicting.get(channel.number)!) {
        const { ended } = this.#since.get(other.number)!;
        if (ended !== null && at - ended < least_ms - SLACK_MS)
          this.#doubt(at, `${channel.name} began ${at - ended} ms after the end of ${other.name}; ${least_ms} must lie between`);
      }
    }
  }

  #held(at: number, { name }: Channel, what: string, lasted: number, least: number): void {
    if (lasted < least - SLACK_MS) this.#doubt(at, `${name}: a ${what} of ${lasted} ms; it must last ${least}`);
  }

  /** It counts when no flash follows. */
  #doubt(at: number, words: string): void {
    this.#doubts.push({ at, words });
  }

  #settle(now: number): void {
    while (this.#doubts[0] !== undefined && now - this.#doubts[0].at > SHOWS_MS) {
      const { at, words } = this.#doubts.shift()!;
      this.#tell(at, words);
    }
  }

  /** In flash nothing that was before counts any more; behind it everything begins from red. */
  #forget(): void {
    this.#doubts = [];
    for (const since of this.#since.values()) {
      since.green = null;
      since.yellow = null;
      since.ended = null;
    }
  }
}
