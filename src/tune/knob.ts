import type { Pattern, Phase, Site } from "../traffic/site.ts";
import { plans, STRATEGIES } from "../traffic/strategies.ts";
import { USUAL } from "../traffic/usual.ts";
import { offsets, splits } from "./knob-cycle.ts";
import type { Place, SiteText } from "./place.ts";
import { type Knob, phasesWords, placeOf, type Try, turned } from "./turn.ts";

export interface Wanted {
  readonly patterns: readonly number[];
  readonly tries: readonly Try[];
  /** By phase, how often its greens were cut off: where that is often, one looks first. */
  readonly urgency: ReadonlyMap<number, number>;
}

/**
 * Everything that may be turned at a site of which these patterns were in force. What the site file forbids (a maximum below a minimum, a
 * split that does not hold a walk) is left to the reader of site files: it refuses what comes out.
 */
export function knobsOf(site: Site, text: SiteText, { patterns, tries, urgency }: Wanted): readonly Knob[] {
  const own = site.patterns.filter(({ number }) => patterns.includes(number));
  const byGaps = own.filter(({ strategy, coordination }) => coordination !== null || !plans(strategy));
  const knobs = [
    ...own.flatMap((pattern) => (isPlanned(pattern) ? ahead(site, pattern) : [])),
    ...(byGaps.length > 0 ? byGaps.flatMap((pattern) => maximums(site, text, pattern, urgency)) : []),
    ...(byGaps.length > 0 ? gaps(site, text) : []),
    ...own.flatMap((pattern) => splits(site, pattern)),
    ...own.flatMap((pattern) => offsets(site, pattern)),
    // Last: another strategy must be better than the present one well timed.
    ...own.flatMap((pattern) => strategies(site, pattern)),
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
function maximums(site: Site, text: SiteText, pattern: Pattern, urgency: Wanted["urgency"]): readonly Knob[] {
  const recalled = (phase: Phase) => (pattern.phases.find((each) => each.phase === phase.number)?.recall ?? phase.recall) === "max";
  const phases = site.phases.filter((phase) => phase.movement !== "pedestrian" && !pattern.omit.includes(phase.number) && !recalled(phase));
  // A pattern in which no maximum ends a green has none to be turned.
  if (pattern.coordination?.max_inhibit === true) return [];
  const place = (phase: Phase) => maximumOf(site, text, pattern, phase);
  const set = (some: readonly Phase[]): Knob =>
    turned("max-green", `max green of ${phasesWords(site, some)}`, some.map(place), 30, [5, 120], longer, " s");
  const urgent = phases.toSorted((a, b) => (urgency.get(b.number) ?? 0) - (urgency.get(a.number) ?? 0));
  const sides = site.rings[0]?.groups.map((_, g) => site.rings.flatMap((ring) => ring.groups[g]!.at(-1) ?? [])) ?? [];
  const pairs = sides
    .map((last) =>
      together(
        site,
        phases.filter(({ number }) => last.includes(number)),
      ),
    )
    .filter((pair) => pair.length > 1);
  return [...urgent.map((phase) => set([phase])), ...pairs.map(set), ...(phases.length > 2 ? [set(phases)] : [])];
}

/** The first of them, and those that may be green with it. */
function together({ conflicts }: Site, phases: readonly Phase[]): readonly Phase[] {
  const some: Phase[] = [];
  for (const phase of phases) {
    const crosses = some.some(({ number }) => conflicts.some((pair) => pair.includes(number) && pair.includes(phase.number)));
    if (!crosses) some.push(phase);
  }
  return some;
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
