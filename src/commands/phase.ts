import * as v from "valibot";
import type { Phase, Site } from "../traffic/site.ts";

/** What several commands say of a phase: its number, and for how many seconds; 0 ends what an earlier one asked. */
export const PhaseFor = (longest_s: number) =>
  v.strictObject({ phase: v.number(), for_s: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(longest_s)) });

/** The phase, or the refusal that names those that the site has. */
export function phaseIn(site: Site, wanted: unknown): Phase | { readonly refused: string } {
  const phase = site.phases.find((p) => p.number === wanted);
  return phase ?? { refused: `phase ${wanted} is not in this unit's site file, which has ${site.phases.map((p) => p.number).join(", ")}` };
}

/** What is typed for a number of seconds. */
export const isSeconds = (word: string): boolean => /^\d{1,6}$/.test(word);
export const isPhase = (word: string): boolean => /^\d{1,2}$/.test(word);
