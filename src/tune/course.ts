import type { Site } from "../traffic/site.ts";
import { type Edit, edited, type Place, SiteText } from "./place.ts";
import type { Reading } from "./recording.ts";
import { firstPart } from "./sample.ts";
import { type Difference, differenceOf, type Score, scoreOf, type Trial } from "./score.ts";
import type { Slice } from "./slice.ts";

/** Simulates half hours under a site file; for each of them its seeds' trials. Null if it was asked to end before all were done. */
export type Attempt = (text: string, slices: readonly Slice[], pruning?: boolean) => Promise<readonly (readonly Trial[])[] | null>;

export type Verdict =
  /** Better by more than a standard error, and kept. */
  | "kept"
  /** Not better, or not clearly. */
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

/** A set of parameters, and what it comes to on every half hour. */
export interface Standing {
  readonly text: string;
  readonly site: Site;
  /** What it differs by from the recorded one. */
  readonly edits: readonly Edit[];
  readonly trials: readonly (readonly Trial[])[];
}

export interface CourseOptions {
  readonly read: (text: string) => Reading;
  readonly attempt: Attempt;
  readonly tell: (row: Row) => void;
}

/** Less than this part of the delay, and less than so many seconds, is not worth a person's time. */
const WORTH = 0.005;
const WORTH_S = 0.1;

/** Tries one set of parameters after another on the same half hours, and keeps the book. */
export class Course {
  readonly rows: Row[] = [];
  ended = false;
  readonly #options: CourseOptions;
  readonly #slices: readonly Slice[];
  /** Of the recorded parameters: what nobody must fall far behind. */
  readonly #base: Score;
  /** Texts that were the best once: nobody goes back to one of them. */
  readonly #were = new Set<string>();
  /** Texts that were tried against the same best. */
  #tried = new Set<string>();
  #against: Standing | null = null;

  constructor(options: CourseOptions, slices: readonly Slice[], base: Score) {
    this.#options = options;
    this.#slices = slices;
    this.#base = base;
  }

  /** The new best, or why it is none. */
  async attempt(words: string, edits: readonly Edit[], best: Standing): Promise<Standing | "worse" | "ended"> {
    if (this.#against !== best) this.#tried = new Set();
    this.#against = best;
    this.#were.add(best.text);
    const text = edited(best.text, edits);
    if (text === null || this.#were.has(text) || this.#tried.has(text)) return "worse";
    this.#tried.add(text);
    const reading = this.#options.read(text);
    // The site's own bounds: what its checks refuse is not tried.
    if (!reading.ok) return "worse";
    const first = firstPart(this.#slices.length);
    const part = await this.#options.attempt(text, this.#slices.slice(0, first));
    if (part === null) return "ended";
    const early = differenceOf(best.trials.slice(0, first), part);
    // What does not help on the first third is not tried on the rest.
    const rest = early.delay_s < 0 ? await this.#options.attempt(text, this.#slices.slice(first)) : [];
    if (rest === null) return "ended";
    const trials = [...part, ...rest];
    const row = this.#tell(words, trials, differenceOf(best.trials.slice(0, trials.length), trials));
    return row.verdict === "kept" ? { text, site: reading.site, edits: [...best.edits, ...edits], trials } : "worse";
  }

  /** Without those changes that the rest does as well without: what is proposed has a reason each. */
  async pruned(best: Standing, text: string, base: readonly (readonly Trial[])[]): Promise<Standing> {
    let now = best;
    const places = [...new Map(best.edits.map((edit) => [JSON.stringify(edit.place), edit.place])).values()];
    if (places.length < 2) return now;
    // What was found last did least.
    for (const place of places.toReversed()) {
      const edits = now.edits.filter((edit) => JSON.stringify(edit.place) !== JSON.stringify(place));
      const without = edited(text, edits);
      const reading = without === null ? null : this.#options.read(without);
      if (without === null || !reading?.ok) continue;
      const trials = edits.length === 0 ? base : await this.#options.attempt(without, this.#slices, true);
      if (trials === null) {
        this.ended = true;
        return now;
      }
      // Against all of them: many small ones must not go one by one that are something together.
      const difference = differenceOf(best.trials, trials);
      if (difference.delay_s > difference.spread_s || this.#costs(scoreOf(trials.flat()))) continue;
      const row: Row = {
        words: `without ${place.at(-1)} of ${whose(text, place)}`,
        slices: trials.length,
        score: scoreOf(trials.flat()),
        difference,
        verdict: "dropped",
      };
      this.rows.push(row);
      this.#options.tell(row);
      now = { text: without, site: reading.site, edits, trials };
    }
    return now;
  }

  #tell(words: string, trials: readonly (readonly Trial[])[], difference: Difference): Row {
    const score = scoreOf(trials.flat());
    const { delay_s, error_s } = difference;
    // One standard error: what chance lets through here, the other half hours do not confirm.
    const better = -delay_s > error_s && -delay_s >= Math.max(WORTH_S, WORTH * score.mean_delay_s);
    const same = delay_s === 0 && error_s === 0;
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

/** "phases 4": the table's list, and the number that it has there. */
function whose(text: string, place: Place): string {
  const site = new SiteText(text);
  const table = place.slice(0, -1);
  const number = ["number", "phase", "stage", "name"].map((key) => site.value([...table, key])).find((value) => value !== null);
  return `${table.filter((part) => typeof part === "string").join(", ")} ${number ?? ""}`;
}
