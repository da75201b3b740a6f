import { CODE } from "../../traffic/codes.ts";
import { type Entry, entry } from "../../traffic/entry.ts";
import type { Observation } from "../../traffic/observation.ts";
import type { Site } from "../../traffic/site.ts";
import type { Instant } from "../../traffic/time.ts";
import { Counts } from "./counts.ts";
import { Fit } from "./fit.ts";
import { Following } from "./following.ts";
import { Loops } from "./loops.ts";
import { Standing } from "./standing.ts";
import { Together } from "./together.ts";
import { type Doubt, doubtBrief, doubtWords } from "./words.ts";

/** The detail of a doubt's entry (325), as JSON. */
export interface DoubtDetail {
  readonly doubt: Doubt;
  /** The number of the other detector that it is about; null where there is none. */
  readonly other: number | null;
  readonly words: string;
}

/** What comparing has found in one tick. */
export interface Compared {
  readonly entries: readonly Entry[];
  /** Detectors, by place, that do not see who is there, or see him again: those calls must be made up for. */
  readonly misses: readonly Turn[];
  /** Detectors whose vehicles may be another lane's, or no longer: they call the wrong phase, so theirs must not wait for a call. */
  readonly swapped: readonly Turn[];
}

export interface Turn {
  readonly detector: number;
  readonly on: boolean;
}

const NOTHING: Compared = { entries: [], misses: [], swapped: [] };
/** Nothing that is compared changes faster. */
const LOOK_MS = 10_000;
/** It is told when it has been found for two minutes: chatter, which counts whatever it likes, is found sooner. */
const SURE_LOOKS = 12;
/** A doubt ends when it has not been found for so many looks: ten minutes. */
const QUIET_LOOKS = 60;
const KINDS = ["stuck-on", "swapped", "crosstalk", "misses", "lets-go"] as const satisfies readonly Doubt[];

/**
 * Detectors held against each other and against the greens. It sees what the electronics say, believed or not, and what the controller
 * decided; so it is a step of its own behind timing, and replay finds the same. What it finds takes no call away: "misses" and "lets go"
 * become a fault, so that the phase is recalled; it is recalled, too, while wires seem swapped; the rest is advice.
 */
export class Doubts {
  /** What everything that compares looks at; as of the last step. */
  readonly loops: Loops;
  readonly #loops: Loops;
  readonly #fit: Fit;
  readonly #following: Following;
  readonly #together: Together;
  readonly #counts: Counts;
  readonly #standing: Standing;
  /** By detector and kind: with whom, by place; -1 while there is no doubt, -2 of a doubt about nobody else. */
  readonly #doubted: Int8Array;
  /** Looks since it was found last, and in how many in a row it has been found. */
  readonly #quiet: Uint8Array;
  readonly #sure: Uint8Array;
  readonly #missing: Uint8Array;
  readonly #failed: (place: number) => boolean;
  #next = LOOK_MS;

  /** `failed`: whether a detector, by place, has a fault of another kind. */
  constructor(site: Pick<Site, "detectors" | "overlaps" | "approaches">, failed: (place: number) => boolean) {
    const limits = new Map(site.approaches.map(({ name, speed_limit_kmh }) => [name, speed_limit_kmh]));
    this.loops = new Loops(site);
    this.#loops = this.loops;
    this.#fit = new Fit(this.#loops);
    this.#following = new Following(this.#loops, (approach) => limits.get(approach) ?? 0);
    this.#together = new Together(this.#loops);
    this.#counts = new Counts(this.#loops);
    this.#standing = new Standing(this.#loops);
    this.#doubted = new Int8Array(site.detectors.length * KINDS.length).fill(-1);
    this.#quiet = new Uint8Array(site.detectors.length * KINDS.length);
    this.#sure = new Uint8Array(site.detectors.length * KINDS.length);
    this.#missing = new Uint8Array(site.detectors.length);
    this.#failed = failed;
  }

  /** `decided` is what the controller decided in the tick before: vehicles leave in the greens that they saw. */
  step(now: Instant, observations: readonly Observation[], decided: readonly Entry[]): Compared {
    for (const o of observations) {
      if (o.kind === "actuation") this.#actuate(this.#loops.placeOf[o.detector]!, o.on, Math.max(0, o.at - (o.age_ms ?? 0)));
      else if (o.kind === "count") this.#count(this.#loops.placeOf[o.detector]!, o.volume);
    }
    for (const each of decided) this.#loops.take(each);
    if (decided.length > 0) this.#standing.look(now);
    if (now < this.#next) return NOTHING;
    this.#next = now + LOOK_MS;
    return this.#look(now);
  }

  /** Whether what the detector at `place` says can be believed: it has not failed, and nothing is doubted of it. */
  believes(place: number): boolean {
    return !this.#failed(place) && KINDS.every((doubt) => !this.#has(doubt, place));
  }

  /** What is doubted of the detector at `place`, in a few words; "" where nothing is. */
  brief(place: number): string {
    const k = KINDS.findIndex((doubt) => this.#has(doubt, place));
    if (k < 0) return "";
    const other = this.#doubted[place * KINDS.length + k]!;
    return doubtBrief(KINDS[k]!, other < 0 ? null : this.#loops.detectors[other]!);
  }

  #actuate(i: number, on: boolean, at: number): void {
    const loops = this.#loops;
    if (i < 0 || on === (loops.present[i] === 1)) return;
    if (on) {
      this.#following.rise(i, at);
      this.#together.rise(i, at);
      this.#standing.rise(i, at);
      this.#counts.saw(i, 1);
      loops.rose[i] = at;
    } else {
      this.#fit.fall(i, at);
      this.#standing.fall(i, at);
      loops.fell[i] = at;
    }
    loops.present[i] = on ? 1 : 0;
  }

  #count(i: number, volume: number): void {
    // Who has told of single vehicles is counted by those.
    if (i >= 0 && volume > 0 && this.#loops.rose[i]! < 0) this.#counts.saw(i, volume);
  }

  #look(now: Instant): Compared {
    const entries: Entry[] = [];
    const [misses, swapped]: [Turn[], Turn[]] = [[], []];
    const n = this.#loops.detectors.length;
    for (let i = 0; i < n; i++) {
      if (!this.#failed(i)) continue;
      this.#counts.distrust(i);
      this.#together.distrust(i);
      this.#fit.distrust(i);
    }
    for (let i = 0; i < n; i++) {
      KINDS.forEach((doubt, k) => {
        const at = i * KINDS.length + k;
        const was = this.#doubted[at]!;
        const found = this.#found(doubt, i, now);
        this.#quiet[at] = found === -1 ? Math.min(this.#quiet[at]! + 1, QUIET_LOOKS) : 0;
        this.#sure[at] = found === -1 ? 0 : Math.min(this.#sure[at]! + 1, SURE_LOOKS);
        const is = (found === -1 ? this.#quiet[at]! < QUIET_LOOKS : this.#sure[at]! < SURE_LOOKS) ? was : found;
        if ((was === -1) === (is === -1)) return;
        this.#doubted[at] = is;
        if (is !== -1 && doubt !== "misses" && doubt !== "lets-go") this.#counts.distrust(i);
        entries.push(this.#told(now, doubt, i, is === -1 ? was : is, is !== -1));
        if (doubt === "swapped") swapped.push({ detector: i, on: is !== -1 });
      });
      const missing = this.#has("misses", i) || this.#has("lets-go", i);
      if (missing === (this.#missing[i] === 1)) continue;
      this.#missing[i] = missing ? 1 : 0;
      misses.push({ detector: i, on: missing });
    }
    return { entries, misses, swapped };
  }

  /** Place of the other one; -2 where it is about nobody else; -1: no doubt. */
  #found(doubt: Doubt, i: number, now: Instant): number {
    switch (doubt) {
      case "stuck-on":
        return this.#standing.stuck(i, now) ? -2 : -1;
      case "swapped": {
        const by = this.#fit.partner(i);
        if (by >= 0) return by;
        // Said of both by whoever finds it.
        const of = this.#loops.detectors.findIndex((_, j) => j !== i && this.#fit.partner(j) === i);
        if (of >= 0) return of;
        const followed = this.#following.partner(i);
        return followed >= 0 ? followed : this.#loops.detectors.findIndex((_, j) => this.#astray(i, j) || this.#astray(j, i));
      }
      case "crosstalk":
        return this.#together.partner(i);
      case "misses":
        return this.#questioned(i)
          ? -1
          : this.#counts.witness(i, (other) => !this.#failed(other) && !this.#questioned(other) && !this.#missing[other]);
      case "lets-go":
        return !this.#questioned(i) && this.#standing.drops(i) ? -2 : -1;
    }
  }

  /** What it sees may not be its own. */
  /** An advance loop and a lone loop at a line: the one sees who comes to the other's line, which looks like none. */
  #astray(advance: number, line: number): boolean {
    const { detectors } = this.#loops;
    if (detectors[advance]!.kind !== "advance" || detectors[line]!.kind !== "stop-line") return false;
    return this.#fit.worstOf(line) && this.#following.seenAt(advance, line);
  }

  #questioned(i: number): boolean {
    return this.#has("swapped", i) || this.#has("crosstalk", i) || this.#has("stuck-on", i);
  }

  #has(doubt: (typeof KINDS)[number], i: number): boolean {
    return this.#doubted[i * KINDS.length + KINDS.indexOf(doubt)] !== -1;
  }

  #told(now: Instant, doubt: Doubt, i: number, place: number, on: boolean): Entry {
    const it = this.#loops.detectors[i]!;
    const other = this.#loops.detectors[place] ?? null;
    const detail: DoubtDetail = { doubt, other: other?.number ?? null, words: doubtWords(doubt, it, other) };
    return entry(now, on ? CODE.doubted : CODE.doubtEnded, it.number, 0, JSON.stringify(detail));
  }
}
