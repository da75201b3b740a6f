import type { Site } from "../traffic/site.ts";
import { Course, type CourseOptions, type Row, type Standing } from "./course.ts";
import { knobsOf, type Wanted } from "./knob.ts";
import { type Edit, SiteText } from "./place.ts";
import { strided } from "./sample.ts";
import { scoreOf, type Trial } from "./score.ts";
import type { Slice } from "./slice.ts";

export interface Searched {
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly rows: readonly Row[];
  /** False where it was ended before everything was tried. */
  readonly whole: boolean;
}

export interface SearchOptions extends CourseOptions {
  readonly text: string;
  readonly site: Site;
  readonly slices: readonly Slice[];
  readonly wanted: Wanted;
  /** What the recorded parameters come to, by slice as in `slices`. */
  readonly base: readonly (readonly Trial[])[];
}

const PASSES = 3;

/** Coordinate descent: one knob after another is turned as long as that helps, until none does. */
export async function search(options: SearchOptions): Promise<Searched> {
  const slices = strided(options.slices);
  const base = slices.map((slice) => options.base[options.slices.indexOf(slice)]!);
  const course = new Course(options, slices, scoreOf(base.flat()));
  let best: Standing = { text: options.text, site: options.site, edits: [], trials: base };
  let whole = true;
  for (let pass = 0; pass < PASSES && whole; pass++) {
    const before = best;
    for (const { ways } of knobsOf(best.site, new SiteText(best.text), options.wanted)) {
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
  best = await course.pruned(best, options.text, base);
  return { text: best.text, edits: best.edits, rows: course.rows, whole: whole && !course.ended };
}
