import type { Pattern, Site } from "../traffic/site.ts";
import type { Place, SiteText } from "./place.ts";
import { type Knob, placeOf, tenths } from "./turn.ts";

const SPLIT_S = 4;

/**
 * Seconds of the cycle from one phase to another: within a ring between two barriers; and from one side of a barrier to the other in all
 * rings at once, from whoever has the longest split there to whoever has the longest here.
 */
export function splits(site: Site, pattern: Pattern): readonly Knob[] {
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

export function offsets(site: Site, pattern: Pattern): readonly Knob[] {
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
