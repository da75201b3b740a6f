import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Pattern, Site } from "../../traffic/site.ts";
import { around_ds, frameOf } from "./frame.ts";

/** How long a pattern lets each phase that it serves be green, in tenths: what it says itself, else what the phase has. */
export function longestGreens_ds({ phases }: Pick<Site, "phases">, pattern: Pattern): ReadonlyMap<PhaseNumber, number> {
  const served = phases.filter(({ number }) => !pattern.omit.includes(number));
  return new Map(
    served.map(({ number, max1_ds, max2_ds, dynamic_max_limit_ds }) => {
      const own_ds = pattern.phases.find(({ phase }) => phase === number)?.max_green_ds ?? (pattern.maximum === "max2" ? max2_ds : max1_ds);
      return [number, Math.max(own_ds, dynamic_max_limit_ds)];
    }),
  );
}

/** From a green to the next one of the same phase, in tenths; of a free pattern, where every green lasts as long as it may. */
export function longestCycle_ds(site: Site, pattern: Pattern): number {
  if (pattern.coordination !== null) return pattern.coordination.cycle_ds;
  const greens = longestGreens_ds(site, pattern);
  return around_ds(frameOf(site, pattern.sequence), ({ phase, least_ds, change_ds }) =>
    Math.max(least_ds, (greens.get(phase) ?? 0) + change_ds),
  );
}
