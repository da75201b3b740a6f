import type { Pattern, Phase, Ring, Site } from "../traffic/site.ts";

/** One ring's way through a pattern in which every phase is on recall; all times in tenths. */
export interface RingCycle {
  readonly ring: Ring;
  /** For each group, each phase's green with its yellow and red clearance. */
  readonly splits_ds: readonly (readonly number[])[];
  readonly total_ds: number;
}

/** The cycle of a pattern that serves every phase once: where a ring is at a barrier before the others, it waits. */
export function cycleOf(site: Site, pattern: Pattern): { readonly rings: readonly RingCycle[]; readonly cycle_ds: number } {
  const rings = site.rings.map((ring): RingCycle => {
    const splits_ds = ring.groups.map((group) => group.map((number) => splitOf(site.phases.find((p) => p.number === number)!, pattern)));
    return { ring, splits_ds, total_ds: sum(splits_ds.flat()) };
  });
  const groups = rings[0]?.splits_ds.map((_, g) => Math.max(...rings.map((r) => sum(r.splits_ds[g]!)))) ?? [];
  return { rings, cycle_ds: sum(groups) };
}

function splitOf(phase: Phase, pattern: Pattern): number {
  const entry = pattern.phases.find((each) => each.phase === phase.number);
  const { recall, ped_recall } = entry ?? phase;
  const vehicles = recall === "max" ? (entry?.max_green_ds ?? phase.max1_ds) : phase.min_green_ds;
  const crossing = ped_recall ? phase.walk_ds + phase.ped_clear_ds : 0;
  return Math.max(vehicles, phase.min_green_ds, crossing) + phase.yellow_change_ds + phase.red_clear_ds;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
