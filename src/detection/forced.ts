import type { Instant } from "../traffic/time.ts";

interface Asked {
  on: boolean;
  until: Instant;
  /** In force, as `on` says. */
  turned: boolean;
  /** When it was turned off, or last called all the same. */
  called: Instant;
  by: string;
}

/** Whoever may stand on a detector that is forced off is served once in so long: nobody far away sees him. */
const REMIND_MS = 120_000;

const NOBODY: readonly number[] = [];

/** Detectors that somebody holds on or off for a time. They are named by their place in the site's list. */
export class Forced {
  readonly #asked: (Asked | null)[];
  #any = 0;
  readonly #due: number[] = [];

  constructor(detectors: number) {
    this.#asked = new Array(detectors).fill(null);
  }

  /** False if it is to be let go and is not held. `clock`: nothing can happen before. */
  ask(i: number, on: boolean, until: Instant, clock: Instant, by = "the centre"): boolean {
    const was = this.#asked[i];
    if (was == null && until <= clock) return false;
    if (was == null) this.#any++;
    this.#asked[i] = { on, until, turned: was?.turned === true && was.on === on, called: was?.called ?? clock, by };
    return true;
  }

  /** Those that are to be turned in this tick. */
  due(now: Instant): readonly number[] {
    if (this.#any === 0) return NOBODY;
    this.#due.length = 0;
    this.#asked.forEach((asked, i) => {
      if (asked !== null && (!asked.turned || now >= asked.until)) this.#due.push(i);
    });
    return this.#due;
  }

  /** What it is forced to from now on; null: nothing any more. */
  turn(i: number, now: Instant): boolean | null {
    const asked = this.#asked[i];
    if (asked == null) return null;
    if (now >= asked.until) {
      this.#asked[i] = null;
      this.#any--;
      return null;
    }
    asked.turned = true;
    asked.called = now;
    return asked.on;
  }

  /** Those that are off, that `doubtful` says somebody may stand on, and that have called nobody for long. */
  reminds(now: Instant, doubtful: (i: number) => boolean): readonly number[] {
    if (this.#any === 0) return NOBODY;
    this.#due.length = 0;
    this.#asked.forEach((asked, i) => {
      if (asked === null || asked.on || !asked.turned || now - asked.called < REMIND_MS || !doubtful(i)) return;
      asked.called = now;
      this.#due.push(i);
    });
    return this.#due;
  }

  /** What it is forced to now; null for nothing. */
  state(i: number): boolean | null {
    const asked = this.#asked[i];
    return asked?.turned === true ? asked.on : null;
  }

  /** Those that are asked for, by their places, for eyes. */
  live(now: Instant): readonly { readonly place: number; readonly on: boolean; readonly left_s: number; readonly by: string }[] {
    if (this.#any === 0) return [];
    return this.#asked.flatMap((asked, place) =>
      asked !== null && asked.until > now ? [{ place, on: asked.on, left_s: Math.ceil((asked.until - now) / 1_000), by: asked.by }] : [],
    );
  }

  /** For eyes, with the fault that it has. */
  words(i: number, fault: string): string {
    const forced = `forced ${this.state(i) ? "on" : "off"} by ${this.#asked[i]?.by}`;
    return fault === "" ? forced : `${forced}; ${fault}`;
  }
}
