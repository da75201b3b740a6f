import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import type { Pattern, Phase, Site } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";

type Maximums = Pick<Site, "patterns" | "phases">;

/**
 * Which of a phase's two maximums a pattern puts in force (50, 51), where that is another than before: of phases that have two, and of patterns
 * that do not state a maximum of their own.
 */
export function maximumsTold(site: Maximums, before: number | null, pattern: number, now: Instant): readonly Entry[] {
  const was = before === null ? new Map() : inForce(site, before);
  return [...inForce(site, pattern)].filter(([phase, code]) => was.get(phase) !== code).map(([phase, code]) => entry(now, code, phase));
}

/** The maximum that a pattern gives a phase: its own, else that of the phase's two which it takes. */
export const maximum_ds = (
  { maximum, phases }: Pick<Pattern, "maximum" | "phases">,
  { number, max1_ds, max2_ds }: Pick<Phase, "number" | "max1_ds" | "max2_ds">,
): number => phases.find(({ phase }) => phase === number)?.max_green_ds ?? (maximum === "max2" ? max2_ds : max1_ds);

function inForce({ patterns, phases }: Maximums, number: number) {
  const pattern = patterns.find((each) => each.number === number);
  if (pattern === undefined) return new Map<number, typeof CODE.max1 | typeof CODE.max2>();
  const told = phases.flatMap(({ number: phase, max1_ds, max2_ds }) => {
    if (max1_ds === max2_ds) return [];
    const max_ds = maximum_ds(pattern, { number: phase, max1_ds, max2_ds });
    if (max_ds !== max1_ds && max_ds !== max2_ds) return [];
    return [[phase, max_ds === max1_ds ? CODE.max1 : CODE.max2] as const];
  });
  return new Map<number, typeof CODE.max1 | typeof CODE.max2>(told);
}
