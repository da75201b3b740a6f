import type { RingNumber } from "../traffic/numbers.ts";
import type { Pattern, Phase, Ring, Site } from "../traffic/site.ts";

/** One ring's way through a pattern in which every phase is on recall; all times in tenths. */
export interface RingCycle {
  readonly ring: RingNumber;
  /** Without the phases that the pattern omits. */
  readonly groups: Ring["groups"];
  /** For each group, each phase's green with its yellow and red clearance. */
  readonly splits_ds: readonly (readonly number[])[];
  readonly total_ds: number;
}

/**
 * The cycle of a pattern that serves every phase once: where a ring is at a barrier before the others, it waits. Between two barriers it is as
 * long as those take who all conflict with each other: a ring's phases, and who is stated to conflict with them.
 */
export function cycleOf(site: Site, pattern: Pattern): { readonly rings: readonly RingCycle[]; readonly cycle_ds: number } {
  const rings = site.rings.map(({ number: ring, groups: all }): RingCycle => {
    const groups = all.map((group) => group.filter((number) => !pattern.omit.includes(number)));
    const splits_ds = groups.map((group) => group.map((number) => splitOf(site.phases.find((p) => p.number === number)!, pattern)));
    return { ring, groups, splits_ds, total_ds: sum(splits_ds.flat()) };
  });
  const groups = (rings[0]?.splits_ds ?? []).map((_, g) => {
    const there = rings.flatMap(({ groups, splits_ds }, r) => splits_ds[g]!.map((ds, i) => ({ number: groups[g]![i]!, r, ds })));
    return longest(there, (a, b) => a.r === b.r || site.conflicts.some((pair) => pair.includes(a.number) && pair.includes(b.number)));
  });
  return { rings, cycle_ds: sum(groups) };
}

/** The longest time of those that all conflict with each other. */
function longest<T extends { readonly ds: number }>(some: readonly T[], conflict: (a: T, b: T) => boolean): number {
  const [first, ...rest] = some;
  if (first === undefined) return 0;
  const beside = rest.filter((each) => conflict(first, each));
  return Math.max(first.ds + longest(beside, conflict), beside.length === rest.length ? 0 : longest(rest, conflict));
}

/** What a phase needs of its split when somebody walks, in tenths; 0 without a walk. */
export function crossing_ds(phase: Phase): number {
  if (phase.walk_ds === 0) return 0;
  const { walk_ds, ped_clear_ds, yellow_change_ds, red_clear_ds, ped_clear_through_yellow } = phase;
  return walk_ds + ped_clear_ds + (ped_clear_through_yellow ? 0 : yellow_change_ds) + red_clear_ds;
}

function splitOf(phase: Phase, pattern: Pattern): number {
  const entry = pattern.phases.find((each) => each.phase === phase.number);
  const { recall, ped_recall } = entry ?? phase;
  const vehicles = recall === "max" ? (entry?.max_green_ds ?? phase.max1_ds) : phase.min_green_ds;
  const crossing = ped_recall ? phase.walk_ds + phase.ped_clear_ds : 0;
  return Math.max(vehicles, phase.min_green_ds, crossing) + phase.yellow_change_ds + phase.red_clear_ds;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
