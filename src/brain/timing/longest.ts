import { maximum_ds } from "../../timing/maximums.ts";
import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Pattern, Phase, Site } from "../../traffic/site.ts";
import { around_ds, type Frame, frameOf } from "./frame.ts";
import type { Timing } from "./timing.ts";

/** Longest greens by phase, in tenths. */
export type Greens = ReadonlyMap<PhaseNumber, number>;

/** How long a pattern lets each phase that it serves be green: what it says itself, else what the phase has. */
export function longestGreens({ phases }: Pick<Site, "phases">, pattern: Pick<Pattern, "maximum" | "omit" | "phases">): Greens {
  const served = phases.filter(({ number }) => !pattern.omit.includes(number));
  return new Map(served.map((phase) => [phase.number, Math.max(maximum_ds(pattern, phase), phase.dynamic_max_limit_ds)]));
}

/** From a green to the next one of the same phase, in tenths; of a free pattern, where every green lasts as long as it may. */
export function longestCycle_ds(site: Site, pattern: Pattern): number {
  if (pattern.coordination !== null) return pattern.coordination.cycle_ds;
  return once_ds(frameOf(site, pattern.sequence), longestGreens(site, pattern));
}

const once_ds = (frame: Frame, greens: Greens): number =>
  around_ds(frame, ({ phase, least_ds, change_ds }) => Math.max(least_ds, (greens.get(phase) ?? 0) + change_ds));

/**
 * The longest greens of a free pattern for a timing: `most_pm` of what it gives each phase, and less than that, but no less than it gives, where once around would
 * be longer than `longest_ds`. A phase of whose lanes nobody is known to come is left out: nobody is known to stay away either, so it keeps what the site file has.
 */
export function greensFor(site: Site, timing: Timing, most_pm: number, longest_ds: number): Greens {
  const unknown = longestGreens(site, { maximum: "max1", omit: timing.frame.omit, phases: [] });
  for (let pm = most_pm; ; pm -= STEP_PM) {
    const greens = greensAt(site, timing, Math.max(1_000, pm));
    if (pm <= 1_000 || once_ds(timing.frame, new Map([...unknown, ...greens])) <= longest_ds) return greens;
  }
}

const STEP_PM = 50;

function greensAt(site: Site, { frame, splits, loads }: Timing, pm: number): Greens {
  const known = frame.sides.flat(2).filter(({ phase }) => loads.some(({ phases, vehicles_h }) => phases.includes(phase) && vehicles_h > 0));
  return new Map(
    known.map(({ phase, change_ds }) => {
      const least_ds = leastMaximum_ds(site.phases.find(({ number }) => number === phase)!);
      return [phase, Math.max(least_ds, Math.round(((splits.get(phase)! - change_ds) * pm) / 1_000))];
    }),
  );
}

/** What a site file's checks want of a pattern's max_green. */
const leastMaximum_ds = ({ min_green_ds, ped_recall, walk_ds, ped_clear_ds }: Phase): number =>
  Math.max(min_green_ds, ped_recall ? walk_ds + ped_clear_ds : 0);
