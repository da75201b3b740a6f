import type { Pattern, Phase, Site } from "../traffic/site.ts";
import { plans, STRATEGIES } from "../traffic/strategies.ts";
import { USUAL } from "../traffic/usual.ts";
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

/**
 * Everything that may be turned at a site of which these patterns were in force. What the site file forbids (a maximum below a minimum, a
 * split that does not hold a walk) is left to the reader of site files: it refuses what comes out.
 */
export function knobsOf(site: Site, text: SiteText, patterns: readonly number[], tries: readonly Try[]): readonly Knob[] {
  const own = site.patterns.filter(({ number }) => patterns.includes(number));
  const byGaps = own.filter(({ strategy, coordination }) => coordination !== null || !plans(strategy));
  const knobs = [
    ...own.flatMap((pattern) => strategies(site, pattern)),
    ...own.flatMap((pattern) => (isPlanned(pattern) ? ahead(site, pattern) : [])),
    ...(byGaps.length > 0 ? byGaps.flatMap((pattern) => maximums(site, text, pattern)) : []),
    ...(byGaps.length > 0 ? gaps(site, text) : []),
    ...own.flatMap((pattern) => splits(site, pattern)),
    ...own.flatMap((pattern) => offsets(site, pattern)),
  ];
  const seen = new Set<string>();
  // Two patterns may share a phase's own maximum.
  return knobs.filter(({ what, ways }) => {
    if (!tries.includes(what)) return false;
    const key = `${what} ${ways.map((way) => JSON.stringify(way(text)?.edits)).join(" ")}`;
    return !seen.has(key) && seen.add(key);
  });
}

const isPlanned = ({ strategy, coordination }: Pattern): boolean => coordination === null && plans(strategy);

/** In a cycle the splits say who comes next, whatever the strategy. A fixed pattern is what a person wanted fixed. */
function strategies(site: Site, pattern: Pattern): readonly Knob[] {
  if (pattern.coordination !== null || pattern.strategy === "fixed") return [];
  const place = [...placeOf(site, pattern), "strategy"];
  return STRATEGIES.filter((name) => name !== "fixed").map((name) => ({
    what: "strategy",
    ways: [
      (text) => {
        const value = `"${name}"`;
        if ((text.value(place) ?? `"${USUAL.pattern.strategy}"`) === value) return null;
        return { words: `strategy of pattern ${pattern.number} to ${name}`, edits: [{ place, value }] };
      },
    ],
  }));
}

/** Of a strategy that plans. */
function ahead(site: Site, pattern: Pattern): readonly Knob[] {
  const { longest_wait_ds, horizon_ds, ageing_pm } = USUAL.pattern;
  const at = (key: string) => [...placeOf(site, pattern), key];
  const of = (words: string) => `${words} of pattern ${pattern.number}`;
  return [
    turned(
      "longest-wait",
      of("longest wait"),
      [at("longest_wait")],
      longest_wait_ds / 10,
      [45, 300],
      (v, up) => (up ? v * 1.4 : v / 1.4),
      " s",
    ),
    turned("ageing", of("ageing"), [at("ageing")], ageing_pm / 10, [0.5, 8], (v, up) => (up ? v * 2 : v / 2), " %"),
    turned("horizon", of("horizon"), [at("horizon")], horizon_ds / 10, [20, 120], (v, up) => v + (up ? 20 : -20), " s"),
  ];
}

/** Each phase's maximum, those of each pair that ends at a barrier together, and all. */
function maximums(site: Site, text: SiteText, pattern: Pattern): readonly Knob[] {
  const recalled = (phase: Phase) => (pattern.phases.find((each) => each.phase === phase.number)?.recall ?? phase.recall) === "max";
  const phases = site.phases.filter((phase) => phase.movement !== "pedestrian" && !pattern.omit.includes(phase.number) && !recalled(phase));
  // A pattern in which no maximum ends a green has none to be turned.
  if (pattern.coordination?.max_inhibit === true) return [];
  const place = (phase: Phase) => maximumOf(site, text, pattern, phase);
  const set = (some: readonly Phase[]): Knob =>
    turned("max-green", `max green of ${phasesWords(site, some)}`, some.map(place), 30, [5, 120], longer, " s");
  const groups = site.rings[0]?.groups.map((_, g) => site.rings.map((ring) => ring.groups[g]!.at(-1))) ?? [];
  const pairs = groups.map((last) => phases.filter(({ number }) => last.includes(number))).filter((pair) => pair.length > 1);
  return [...phases.map((phase) => set([phase])), ...pairs.map(set), ...(phases.length > 2 ? [set(phases)] : [])];
}

const longer = (value: number, up: boolean) => (up ? Math.max(value * 1.35, value + 3) : Math.min(value / 1.35, value - 3));

/** The maximum that holds in a pattern: its own, else the phase's. */
function maximumOf(site: Site, text: SiteText, pattern: Pattern, phase: Phase): Place {
  const list = site.stages === null ? "phases" : "stages";
  const entry = pattern.phases.findIndex((each) => each.phase === phase.number);
  const own = [...placeOf(site, pattern), list, entry, "max_green"];
  if (entry >= 0 && text.value(own) !== null) return own;
  const at = [list, site.phases.indexOf(phase)];
  if (site.stages !== null) return [...at, "max_green"];
  return pattern.maximum === "max2" && text.value([...at, "max2"]) !== null ? [...at, "max2"] : [...at, "max1"];
}

/** Passage times one by one and together; and the gap that is left, where it shrinks. */
function gaps(site: Site, text: SiteText): readonly Knob[] {
  const step = (value: number, up: boolean) => value + (up ? 0.5 : -0.5);
  const passage = (words: string, places: readonly Place[]) => turned("passage", `passage of ${words}`, places, 2.5, [1, 6], step, " s");
  if (site.stages !== null) {
    const groups = site.stages.groups.flatMap(({ name, kind }, g) =>
      kind === "vehicle" ? [{ name, place: ["signal_groups", g, "passage"] as Place }] : [],
    );
    const all = passage(
      "all signal groups",
      groups.map(({ place }) => place),
    );
    return [all, ...groups.map(({ name, place }) => passage(`signal group ${name}`, [place]))];
  }
  const phases = site.phases.filter(({ movement }) => movement !== "pedestrian");
  const at = (phase: Phase, key: string): Place => ["phases", site.phases.indexOf(phase), key];
  const shrink = phases.filter((phase) => phase.time_to_reduce_ds > 0 && text.value(at(phase, "min_gap")) !== null);
  const few = (value: number, up: boolean) => value + (up ? 0.3 : -0.3);
  return [
    passage(
      phasesWords(site, phases),
      phases.map((phase) => at(phase, "passage")),
    ),
    ...phases.map((phase) => passage(phasesWords(site, [phase]), [at(phase, "passage")])),
    ...shrink.map((phase) =>
      turned("min-gap", `minimum gap of ${phasesWords(site, [phase])}`, [at(phase, "min_gap")], 1, [0.5, 5], few, " s"),
    ),
  ];
}

const SPLIT_S = 4;

/**
 * Seconds of the cycle from one phase to another: within a ring between two barriers; and from one side of a barrier to the other in all
 * rings at once, from whoever has the longest split there to whoever has the longest here.
 */
function splits(site: Site, pattern: Pattern): readonly Knob[] {
  if (pattern.coordination === null) return [];
  const entry = (phase: number) => pattern.phases.findIndex((each) => each.phase === phase);
  const place = (phase: number): Place => [...placeOf(site, pattern), site.stages === null ? "phases" : "stages", entry(phase), "split"];
  const split = (phase: number) => pattern.phases[entry(phase)]?.split_ds ?? 0;
  const knob = (from: readonly number[], to: readonly number[]): Knob => ({
    what: "split",
    ways: [
      (text) => {
        const moved = [...from.map((phase) => [phase, -SPLIT_S] as const), ...to.map((phase) => [phase, SPLIT_S] as const)];
        const edits = moved.map(([phase, by]) => ({ place: place(phase), value: tenths(text.number(place(phase), Number.NaN) + by) }));
        if (edits.some(({ value }) => value === "NaN")) return null;
        const words = `${SPLIT_S} s of pattern ${pattern.number}'s split from phase ${from.join(" and ")} to ${to.join(" and ")}`;
        return { words, edits };
      },
    ],
  });
  const served = site.rings.map(({ groups }) => groups.map((group) => group.filter((phase) => !pattern.omit.includes(phase))));
  const within = served.flat().flatMap((group) => group.flatMap((a) => group.filter((b) => b !== a).map((b) => knob([a], [b]))));
  const longest = (group: readonly number[]) => group.toSorted((a, b) => split(b) - split(a))[0];
  const sides = (served[0] ?? []).map((_, g) => served.flatMap((groups) => longest(groups[g]!) ?? []));
  const across = sides.flatMap((from) => sides.filter((to) => to !== from && to.length === from.length).map((to) => knob(from, to)));
  return [...across, ...within];
}

function offsets(site: Site, pattern: Pattern): readonly Knob[] {
  if (pattern.coordination === null) return [];
  const cycle = pattern.coordination.cycle_ds / 10;
  const place = [...placeOf(site, pattern), "offset"];
  const way = (by: number) => (text: SiteText) => {
    const was = text.number(place, 0);
    const is = (((Math.round(was + by) % cycle) + cycle) % cycle).toFixed(1);
    return { words: `offset of pattern ${pattern.number} from ${tenths(was)} to ${is} s`, edits: [{ place, value: is }] };
  };
  return [{ what: "offset", ways: [way(cycle / 8), way(-cycle / 8)] }];
}

/** A knob for one value, or for several that are turned together; whole seconds but for short ones. */
function turned(
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

const placeOf = ({ patterns }: Site, pattern: Pattern): Place => [
  "patterns",
  patterns.findIndex(({ number }) => number === pattern.number),
];

/** As site files write seconds. */
const tenths = (value: number): string => value.toFixed(1);

const phasesWords = ({ stages, phases }: Site, some: readonly Phase[]): string => {
  const noun = stages === null ? "phase" : "stage";
  if (some.length === 1) return `${noun} ${some[0]!.number} ${some[0]!.name}`;
  if (some.length === phases.length) return `all ${noun}s`;
  return `${noun}s ${some.map(({ number }) => number).join(", ")}`;
};
