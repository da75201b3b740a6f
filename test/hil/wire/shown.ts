import type { Indication } from "../../../src/traffic/live.ts";
import { GREEN, type LampNews, RED, YELLOW } from "./lamps.ts";

/** What a channel shows from `at` on; "alone" while the cabinet flashes by itself. */
export interface Shown {
  readonly at: number;
  readonly shows: Indication | "alone";
}

/** A lamp that is lit again after this long flashes: 60 flashes a minute, dark for a half of each. */
const FLASHES_MS = 700;

/** What each channel has shown, from the lamps on the wire. */
export class History {
  readonly #lit = new Map<number, { readonly at: number; readonly lit: number }[]>();
  readonly #alone: { readonly at: number; readonly alone: boolean }[] = [];

  lamps(news: LampNews): void {
    if (news.kind === "left-alone") this.#alone.push(news);
    else {
      const lit = this.#lit.get(news.channel) ?? [];
      if (lit.length === 0) this.#lit.set(news.channel, lit);
      lit.push(news);
    }
  }

  /** In order, to `end`; a flash of any length is one. */
  of(channel: number, end: number): readonly Shown[] {
    const lit = this.#lit.get(channel) ?? [];
    const shown: Shown[] = [];
    const put = (at: number, shows: Shown["shows"]): void => {
      if (shown.at(-1)?.shows !== shows) shown.push({ at, shows });
    };
    lit.forEach(({ at, lit: now }, i) => {
      const until = lit[i + 1]?.at ?? end;
      const before = lit[i - 1];
      const next = lit[i + 1];
      if (now === 0) {
        const flashes = until - at <= FLASHES_MS && before !== undefined && next?.lit === before.lit;
        put(at, flashes ? flashing(before.lit) : "dark");
      } else {
        const dark = (other: { readonly lit: number } | undefined): boolean => other?.lit === 0;
        const twin = (dark(before) && lit[i - 2]?.lit === now) || (dark(next) && lit[i + 2]?.lit === now);
        put(at, until - at <= FLASHES_MS && twin ? flashing(now) : steady(now));
      }
    });
    return this.#withAlone(shown, end);
  }

  #withAlone(shown: readonly Shown[], end: number): readonly Shown[] {
    const spans = this.#alone.map(({ at, alone }, i) => ({ at, alone, to: this.#alone[i + 1]?.at ?? end })).filter(({ alone }) => alone);
    if (this.#alone[0]?.alone === false) spans.unshift({ at: 0, alone: true, to: this.#alone[0].at });
    const within = (at: number): boolean => spans.some((span) => span.at <= at && at < span.to);
    const kept = shown.filter(({ at }) => !within(at));
    const edges = spans.flatMap(({ at, to }): Shown[] => {
      const after = shown.findLast((each) => each.at <= to)?.shows ?? "dark";
      return to < end
        ? [
            { at, shows: "alone" },
            { at: to, shows: after },
          ]
        : [{ at, shows: "alone" }];
    });
    return [...kept, ...edges].sort((a, b) => a.at - b.at).filter((each, i, all) => each.shows !== all[i - 1]?.shows);
  }
}

const steady = (lit: number): Indication => (lit & GREEN ? "green" : lit & YELLOW ? "yellow" : lit & RED ? "red" : "dark");
const flashing = (lit: number): Indication => (lit & GREEN ? "flashing-green" : lit & YELLOW ? "flashing-yellow" : "flashing-red");
