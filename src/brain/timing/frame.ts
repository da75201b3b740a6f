import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Phase, Site } from "../../traffic/site.ts";

/** A phase's place in a cycle, in tenths. */
export interface Part {
  readonly phase: PhaseNumber;
  /** From the end of its green to the green behind it: what of its split nobody drives in. */
  readonly change_ds: number;
  /** The shortest split: least green, or walk and clearance, and the change. */
  readonly least_ds: number;
}

/** What of a unit's cycle no demand changes: rings in their order between barriers. */
export interface Frame {
  /** A number of the site's sequences. */
  readonly sequence: number;
  /** Phases that no cycle serves, with no split. */
  readonly omit: readonly PhaseNumber[];
  /** [side][ring][place]: what is between two barriers. A ring with nobody there has an empty list. */
  readonly sides: readonly (readonly (readonly Part[])[])[];
}

/** The order of the rings, without the phases that the site's own fixed plan does not serve: those are for strategies that choose. */
export function frameOf(site: Site, sequence = 1): Frame {
  const omit = site.patterns.find(({ number }) => number === site.fallback_pattern)?.omit ?? [];
  const order = site.rings.map(({ number, groups }) => {
    const turned = site.sequences.find((each) => each.number === sequence)?.rings.find(({ ring }) => ring === number)?.groups;
    return (turned ?? groups).map((group) => group.filter((phase) => !omit.includes(phase)));
  });
  const changes = changesOf(site, order);
  const part = (phase: PhaseNumber): Part => {
    const change_ds = changes.get(phase)!;
    return { phase, change_ds, least_ds: leastGreen_ds(phaseIn(site, phase)) + change_ds };
  };
  const count = order[0]?.length ?? 0;
  const all = Array.from({ length: count }, (_, g) => order.map((ring) => ring[g]!.map(part)));
  // A side that nobody is left in takes no time.
  return { sequence, omit, sides: all.filter((side) => side.some((ring) => ring.length > 0)) };
}

const phaseIn = (site: Site, number: PhaseNumber): Phase => site.phases.find((phase) => phase.number === number)!;

/** Whoever walks is through before the yellow, or with it where the file says so; a walk that leads comes on top of the least green. */
export function leastGreen_ds(phase: Phase): number {
  const { min_green_ds, walk_ds, ped_clear_ds, leading_walk_ds, yellow_change_ds, ped_clear_through_yellow } = phase;
  if (walk_ds === 0) return min_green_ds;
  const through = ped_clear_through_yellow ? Math.min(yellow_change_ds, ped_clear_ds) : 0;
  return Math.max(min_green_ds, walk_ds + ped_clear_ds - through, leading_walk_ds + min_green_ds);
}

/** As the controller and the checks of a site file have it: rings cross a barrier together, so there the longest counts for all. */
function changesOf(site: Site, order: readonly (readonly (readonly PhaseNumber[])[])[]): ReadonlyMap<PhaseNumber, number> {
  const own = (phase: PhaseNumber) => phaseIn(site, phase).yellow_change_ds + phaseIn(site, phase).red_clear_ds;
  const to = (from: PhaseNumber, next: PhaseNumber) =>
    Math.max(own(from), ...site.clearances.filter((each) => each.from === from && each.to === next).map(({ least_ds }) => least_ds));
  const changes = new Map<PhaseNumber, number>();
  const count = order[0]?.length ?? 0;
  for (let g = 0; g < count; g++) {
    const there = order.map((ring) => ring[g]!).filter((group) => group.length > 0);
    for (const group of there) for (const [i, next] of group.slice(1).entries()) changes.set(group[i]!, to(group[i]!, next));
    const behind = (step: number) => order.flatMap((ring) => ring[(g + step) % count]!.slice(0, 1));
    const first = Array.from({ length: count - 1 }, (_, i) => behind(i + 1)).find((some) => some.length > 0);
    const last = there.map((group) => {
      const firsts = first ?? group.slice(0, group.length > 1 ? 1 : 0);
      const phase = group.at(-1)!;
      return { phase, ds: Math.max(own(phase), ...firsts.map((next) => to(phase, next))) };
    });
    const longest = Math.max(0, ...last.map(({ ds }) => ds));
    for (const { phase, ds } of last) changes.set(phase, first === undefined ? ds : longest);
  }
  return changes;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Two that conflict in two rings between the same barriers: a frame's cycle would have both green, since it knows of no conflict but those. null: there are none. */
export function apartIn({ sides }: Frame, conflicts: Site["conflicts"]): readonly [PhaseNumber, PhaseNumber] | null {
  for (const side of sides)
    for (const [r, ring] of side.entries())
      for (const a of ring)
        for (const b of side.slice(r + 1).flat())
          if (conflicts.some((pair) => pair.includes(a.phase) && pair.includes(b.phase))) return [a.phase, b.phase];
  return null;
}

/** Once around, where each part lasts that long and rings wait for each other at barriers, in tenths. */
export const around_ds = ({ sides }: Frame, lasts_ds: (part: Part) => number): number =>
  sum(sides.map((side) => Math.max(...side.map((ring) => sum(ring.map(lasts_ds))))));

/** The shortest cycle in which everybody can be served and walk, in tenths. */
export const leastCycle_ds = (frame: Frame): number => around_ds(frame, ({ least_ds }) => least_ds);
