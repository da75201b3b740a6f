import type { Pattern, Phase, Site } from "../traffic/site.ts";
import type { Edit, Place, SiteText } from "./place.ts";

/** What may be tried: the words of `--try`. Minimums, yellow, clearances, walks and conflicts are none of them. */
export const TRIES = ["strategy", "max-green", "passage", "min-gap", "split", "offset", "longest-wait", "horizon", "ageing"] as const;
export type Try = (typeof TRIES)[number];

/** Something that can be turned one way or the other. */
export interface Knob {
  readonly what: Try;
  /** Each tells what to change from where things stand; null where it cannot be turned any further. */
  readonly ways: readonly ((text: SiteText) => Turn | null)[];
}

export interface Turn {
  /** "max green of phase 4 from 12.0 to 16.0 s" */
  readonly words: string;
  readonly edits: readonly Edit[];
}

/** A knob for one value, or for several that are turned together; whole seconds but for short ones. */
export function turned(
  what: Try,
  words: string,
  places: readonly Place[],
  usual: number,
  [least, most]: readonly [number, number],
  step: (value: number, up: boolean) => number,
  unit: string,
): Knob {
  const way = (up: boolean) => (text: SiteText) => {
    const values = places.map((place) => text.number(place, usual));
    const edits = values.flatMap((was, i) => {
      const next = step(was, up);
      const is = Math.abs(next) >= 10 ? Math.round(next) : Math.round(next * 10) / 10;
      const within = up ? is <= most : is >= least;
      return within && is !== was ? [{ place: places[i]!, value: tenths(is) }] : [];
    });
    if (edits.length === 0) return null;
    const one = values.length === 1 ? ` from ${tenths(values[0]!)} to ${edits[0]!.value}${unit}` : up ? " longer" : " shorter";
    return { words: `${words}${one}`, edits };
  };
  return { what, ways: [way(true), way(false)] };
}

export const placeOf = ({ patterns }: Site, pattern: Pattern): Place => [
  "patterns",
  patterns.findIndex(({ number }) => number === pattern.number),
];

/** As site files write seconds. */
export const tenths = (value: number): string => value.toFixed(1);

export const phasesWords = ({ stages, phases }: Site, some: readonly Phase[]): string => {
  const noun = stages === null ? "phase" : "stage";
  if (some.length === 1) return `${noun} ${some[0]!.number} ${some[0]!.name}`;
  if (some.length === phases.length) return `all ${noun}s`;
  return `${noun}s ${some.map(({ number }) => number).join(", ")}`;
};
