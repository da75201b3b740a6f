import type { Site } from "../traffic/site.ts";
import { knobsOf, type Try } from "./knob.ts";
import { type Edit, edited, SiteText } from "./place.ts";
import type { Reading } from "./recording.ts";
import { firstPart, strided } from "./sample.ts";
import { type Difference, differenceOf, type Score, scoreOf, type Trial } from "./score.ts";
import type { Slice } from "./slice.ts";

/** Simulates half hours under a site file; for each of them its seeds' trials. Null if it was asked to end before all were done. */
export type Attempt = (text: string, slices: readonly Slice[]) => Promise<readonly (readonly Trial[])[] | null>;

export type Verdict =
  /** Better beyond the spread, and kept. */
  | "kept"
  /** Not better, or not beyond the spread. */
  | "no better"
  /** Nothing at all was different. */
  | "the same"
  /** Better for most, and too much worse for the slowest, the worst movement or those who walk. */
  | "at others' cost"
  /** Kept, and turned back in the end, because without it the rest is as good. */
  | "dropped";

/** One set of parameters that was tried, against the best so far. */
export interface Row {
  readonly words: string;
  /** Half hours that it was tried on: a third where that was enough. */
  readonly slices: number;
  readonly score: Score;
  readonly difference: Difference;
  verdict: Verdict;
}

export interface Searched {
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly rows: readonly Row[];
  /** False where it was ended before everything was tried. */
  readonly whole: boolean;
}

export interface SearchOptions {
  readonly text: string;
  readonly site: Site;
  readonly slices: readonly Slice[];
  readonly tries: readonly Try[];
  readonly read: (text: string) => Reading;
  readonly attempt: Attempt;
  /** What the recorded parameters come to, by slice as in `slices`. */
  readonly base: readonly (readonly Trial[])[];
  readonly tell: (row: Row) => void;
}

/** Less than this part of the delay, and less than so many seconds, is not worth a person's time. */
const WORTH = 0.005;
const WORTH_S = 0.1;
const PASSES = 3;

interface Standing {
  readonly text: string;
  readonly site: Site;
  readonly edits: readonly Edit[];
  readonly trials: readonly (readonly Trial[])[];
}

/** Coordinate descent: one knob after another is turned as long as that helps, until none does. */
export async function search(options: SearchOptions): Promise<Searched> {
  const slices = strided(options.slices);
  const base = slices.map((slice) => options.base[options.slices.indexOf(slice)]!);
  const course = new Course(options, slices, scoreOf(base.flat()));
  let best: Standing = { text: options.text, site: options.site, edits: [], trials: base };
  const patterns = [...new Set(slices.flatMap((slice) => slice.patterns))].toSorted((a, b) => a - b);
  let whole = true;
  for (let pass = 0; pass < PASSES && whole; pass++) {
    const before = best;
    for (const { ways } of knobsOf(best.site, new SiteText(best.text), patterns, options.tries)) {
      for (const way of ways) {
        const from = best;
        for (let turn = way(new SiteText(best.text)); turn !== null && whole; turn = way(new SiteText(best.text))) {
          const next = await course.attempt(turn.words, turn.edits, best);
          if (next === "ended") whole = false;
          if (typeof next === "string") break;
          best = next;
        }
        // What helped one way does not help the other way.
        if (best !== from || !whole) break;
      }
      if (!whole) break;
    }
    if (best === before) break;
  }
  if (whole) best = await course.pruned(best, options.text, base);
  return { text: best.text, edits: best.edits, rows: course.rows, whole: whole && !course.ended };
}

class Course {
  readonly rows: Row[] = [];
  ended = false;
  readonly #options: SearchOptions;
  readonly #slices: readonly Slice[];
  /** Of the recorded parameters: what nobody must fall far behind. */
  readonly #base: Score;
  /** Texts that were tried against the same best. */
  #tried = new Set<string>();
  #against: Standing | null = null;

  constructor(options: SearchOptions, slices: readonly Slice[], base: Score) {
    this.#options = options;
    this.#slices = slices;
    this.#base = base;
  }

  /** The new best, or why it is none. */
  async attempt(words: string, edits: readonly Edit[], best: Standing): Promise<Standing | "worse" | "ended"> {
    if (this.#against !== best) this.#tried = new Set();
    this.#against = best;
    const text = edited(best.text, edits);
    if (text === null || text === best.text || this.#tried.has(text)) return "worse";
    this.#tried.add(text);
    const reading = this.#options.read(text);
    // The site's own bounds: what its checks refuse is not tried.
    if (!reading.ok) return "worse";
    const first = firstPart(this.#slices.length);
    const part = await this.#options.attempt(text, this.#slices.slice(0, first));
    if (part === null) return "ended";
    const early = differenceOf(best.trials.slice(0, first), part);
    if (early.delay_s >= 0 || first === this.#slices.length) {
      const row = this.#tell(words, part, early);
      if (row.verdict !== "kept") return "worse";
      return { text, site: reading.site, edits: [...best.edits, ...edits], trials: part };
    }
    const rest = await this.#options.attempt(text, this.#slices.slice(first));
    if (rest === null) return "ended";
    const trials = [...part, ...rest];
    const row = this.#tell(words, trials, differenceOf(best.trials, trials));
    if (row.verdict !== "kept") return "worse";
    return { text, site: reading.site, edits: [...best.edits, ...edits], trials };
  }

  /** Without those changes that the rest does as well without: what is proposed has a reason each. */
  async pruned(best: Standing, text: string, base: readonly (readonly Trial[])[]): Promise<Standing> {
    let now = best;
    const places = [...new Map(best.edits.map((edit) => [JSON.stringify(edit.place), edit.place])).values()];
    if (places.length < 2) return now;
    for (const place of places) {
      const edits = now.edits.filter((edit) => JSON.stringify(edit.place) !== JSON.stringify(place));
      const without = edited(text, edits);
      const reading = without === null ? null : this.#options.read(without);
      if (without === null || !reading?.ok) continue;
      const trials = edits.length === 0 ? base : await this.#options.attempt(without, this.#slices);
      if (trials === null) {
        this.ended = true;
        return now;
      }
      const { delay_s, spread_s } = differenceOf(now.trials, trials);
      if (delay_s > spread_s || delay_s > this.#worth(now.trials) || this.#costs(scoreOf(trials.flat()))) continue;
      const row: Row = {
        words: `without ${place.at(-1)} of ${place.slice(0, -1).join(" ")}`,
        slices: trials.length,
        score: scoreOf(trials.flat()),
        difference: { delay_s, spread_s },
        verdict: "dropped",
      };
      this.rows.push(row);
      this.#options.tell(row);
      now = { text: without, site: reading.site, edits, trials };
    }
    return now;
  }

  #worth(trials: readonly (readonly Trial[])[]): number {
    return Math.max(WORTH_S, WORTH * scoreOf(trials.flat()).mean_delay_s);
  }

  #tell(words: string, trials: readonly (readonly Trial[])[], difference: Difference): Row {
    const score = scoreOf(trials.flat());
    const { delay_s, spread_s } = difference;
    const better = -delay_s > spread_s && -delay_s >= Math.max(WORTH_S, WORTH * score.mean_delay_s);
    const same = delay_s === 0 && spread_s === 0;
    const verdict = same ? "the same" : !better ? "no better" : this.#costs(score) ? "at others' cost" : "kept";
    const row: Row = { words, slices: trials.length, score, difference, verdict };
    this.rows.push(row);
    this.#options.tell(row);
    return row;
  }

  /** A mean may hide who pays for it. */
  #costs(score: Score): boolean {
    const base = this.#base;
    const worst = ({ movements }: Score) => Math.max(0, ...movements.filter((m) => m.vehicles > 0).map((m) => m.mean_delay_s));
    return (
      score.p95_delay_s > Math.max(base.p95_delay_s * 1.05, base.p95_delay_s + 3) ||
      score.mean_walk_wait_s > Math.max(base.mean_walk_wait_s * 1.15, base.mean_walk_wait_s + 5) ||
      worst(score) > Math.max(worst(base) * 1.1, worst(base) + 5)
    );
  }
}
