import type { Site } from "../../../src/traffic/site.ts";
import type { Seen } from "../seen.ts";
import { GREEN, type LampNews } from "../wire/lamps.ts";
import { Sheet } from "./together.ts";
import type { Tell, Watcher } from "./watcher.ts";

interface Place {
  readonly words: string;
  /** Channels any of which lets them go. */
  readonly channels: readonly number[];
  /** Since when somebody stands there and has no green; null: nobody does. */
  since: number | null;
  /** Somebody is there: a wheel on the loop. A button that was pressed waits without a finger on it. */
  on: boolean;
}

/** Whoever stands at a line on a loop, and whoever has pressed a button, gets a green within twice everybody's longest turn. Time in flash, and under a person's or a train's hand, does not count. */
export class Waiting implements Watcher {
  readonly #tell: Tell;
  readonly #bound_ms: number;
  readonly #loops = new Map<number, Place>();
  readonly #buttons = new Map<number, Place>();
  readonly #green = new Set<number>();
  #held = true;

  constructor(site: Site, tell: Tell) {
    this.#tell = tell;
    this.#bound_ms = new Sheet(site).bound_ms;
    const channelsOf = (kinds: readonly string[], phase: number): readonly number[] =>
      site.channels
        .filter(({ kind, overlap, phase: own, also_phases }) => {
          const included = site.overlaps.find(({ number }) => number === overlap)?.included ?? [own, ...also_phases];
          return kinds.includes(kind) && included.some((each) => each === phase);
        })
        .map(({ number }) => number);
    for (const { number, name, kind, call_phase } of site.detectors) {
      if (kind !== "stop-line" || call_phase === null) continue;
      const channels = channelsOf(["vehicle", "overlap"], call_phase);
      this.#loops.set(number, { words: `somebody on the loop "${name}"`, channels, since: null, on: false });
    }
    for (const { number, name, call_phase } of site.pedestrian_detectors) {
      const channels = channelsOf(["pedestrian"], call_phase);
      this.#buttons.set(number, { words: `somebody at "${name}"`, channels, since: null, on: false });
    }
  }

  lamps(news: LampNews): void {
    if (news.kind === "left-alone") {
      if (news.alone) this.#forget(news.at);
      return;
    }
    const { at, channel, lit } = news;
    if (!(lit & GREEN)) {
      // Who was not let through waits again.
      if (this.#green.delete(channel))
        for (const place of this.#places()) if (place.on && place.channels.includes(channel)) this.#waits(place, at);
      return;
    }
    this.#green.add(channel);
    for (const place of this.#places()) if (place.channels.includes(channel)) place.since = null;
  }

  see(seen: Seen): void {
    if (seen.kind === "loop") this.#stands(this.#loops.get(seen.detector), seen.at, seen.on);
    const button = seen.kind === "button" && seen.on ? this.#buttons.get(seen.button) : undefined;
    if (button !== undefined) this.#waits(button, seen.at);
    if (seen.kind === "unit" && !seen.runs) this.#forget(seen.at);
    if (seen.kind !== "live") return;
    const { flash, preempt, stop_time, manual } = seen.live;
    this.#held = flash !== "not-flash" || preempt !== null || stop_time || manual;
    if (this.#held) this.#forget(seen.at);
    for (const place of this.#places()) {
      if (place.since === null || seen.at - place.since <= this.#bound_ms) continue;
      this.#tell(
        seen.at,
        `${place.words} has waited for ${Math.round((seen.at - place.since) / 1_000)} s; ${this.#bound_ms / 1_000} is the most`,
      );
      place.since = seen.at;
    }
  }

  #stands(place: Place | undefined, at: number, on: boolean): void {
    if (place === undefined) return;
    place.on = on;
    if (on) this.#waits(place, at);
    else place.since = null;
  }

  #waits(place: Place, at: number): void {
    if (place.since === null && !place.channels.some((channel) => this.#green.has(channel))) place.since = at;
  }

  /** Who stands there now has waited since now, as far as anybody must answer for it. */
  #forget(at: number): void {
    for (const place of this.#places()) place.since = place.on ? at : null;
  }

  *#places(): Generator<Place> {
    yield* this.#loops.values();
    yield* this.#buttons.values();
  }
}
