import type { DrawnSite } from "../../told.ts";

type Pattern = DrawnSite["patterns"][number];

/** One phase's place in a plan's cycle, in tenths from where the coordinated phases' side of the barrier begins. */
export interface Slice {
  readonly phase: number;
  readonly start_ds: number;
  /** Green, yellow and red clearance together. */
  readonly split_ds: number;
  /** Of that the end: yellow and red clearance. */
  readonly change_ds: number;
}

export interface Course {
  readonly cycle_ds: number;
  /** By ring, in the order of service. */
  readonly rings: readonly { readonly ring: number; readonly slices: readonly Slice[] }[];
  /** Where both rings cross together; the last is the cycle's end. */
  readonly barriers_ds: readonly number[];
  /** What stands at the offset: the local cycle's zero. */
  readonly reference_ds: number;
}

/**
 * How a pattern goes through its cycle if everybody comes: splits in the order of its sequence, the side with the coordinated phases first. A free pattern goes
 * by its maximums: the longest that a cycle may be. A side that one ring leaves earlier ends when the other does.
 */
export function courseOf(site: DrawnSite, pattern: Pattern): Course {
  const sides = Math.max(0, ...pattern.groups.map((groups) => groups.length));
  const first = Math.max(
    0,
    pattern.groups.flatMap((groups) => groups.flatMap((g, side) => (g.some((p) => pattern.coordinated.includes(p)) ? [side] : [])))[0] ?? 0,
  );
  const order = Array.from({ length: sides }, (_, i) => (first + i) % sides);
  const rings = pattern.groups.map((_, r) => ({ ring: site.rings[r]?.number ?? r + 1, slices: [] as Slice[] }));
  const barriers: number[] = [];
  let begin = 0;
  for (const side of order) {
    let end = begin;
    for (const [r, groups] of pattern.groups.entries()) {
      let at = begin;
      for (const phase of groups[side] ?? []) {
        if (pattern.omit.includes(phase)) continue;
        const slice = sliceOf(site, pattern, phase, at);
        rings[r]!.slices.push(slice);
        at += slice.split_ds;
      }
      end = Math.max(end, at);
    }
    barriers.push(end);
    begin = end;
  }
  const slices = rings.flatMap((r) => r.slices).filter((s) => pattern.coordinated.includes(s.phase));
  const marks = slices.map((s) => (pattern.reference === "begin-yellow" ? s.start_ds + s.split_ds - s.change_ds : s.start_ds));
  return { cycle_ds: pattern.cycle_ds ?? begin, rings, barriers_ds: barriers, reference_ds: marks.length === 0 ? 0 : Math.min(...marks) };
}

function sliceOf(site: DrawnSite, pattern: Pattern, number: number, start_ds: number): Slice {
  const phase = site.phases.find((p) => p.number === number);
  const own = pattern.phases.find((p) => p.phase === number);
  const change_ds = (phase?.yellow_change_ds ?? 0) + (phase?.red_clear_ds ?? 0);
  const split_ds = pattern.cycle_ds === null ? (own?.max_green_ds ?? phase?.max1_ds ?? 0) + change_ds : (own?.split_ds ?? 0);
  return { phase: number, start_ds, split_ds, change_ds: Math.min(change_ds, split_ds) };
}

/** Where the course is when the local cycle is `local_ds` in. */
export const placeOf = ({ cycle_ds, reference_ds }: Course, local_ds: number): number =>
  cycle_ds === 0 ? 0 : (local_ds + reference_ds) % cycle_ds;
