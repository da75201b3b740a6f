import { PATTERN_FREE, type PatternNumber, PHASES_MAX } from "../traffic/numbers.ts";
import type { Pattern, Site } from "../traffic/site.ts";
import { type InputViews, RECALLS, STRATEGY_NAMES } from "./buffers.ts";

/** What a pattern says: of every phase, by phase number less one, and how its greens are ended. No minimum and no clearance is in it. */
export interface Greens {
  readonly max_green: Int32Array;
  readonly recall: Int32Array;
  readonly ped_recall: Int32Array;
  /** Its place in native/strategies/table.cc. */
  readonly strategy: number;
}

/** The patterns of a site by number; 254 (free) is the phases' own maximums and recalls, fully actuated. */
export function patternsOf(site: Site): ReadonlyMap<PatternNumber, Greens> {
  const patterns = new Map<PatternNumber, Greens>([[PATTERN_FREE, greensOf(site, { strategy: "fully-actuated", phases: [] })]]);
  for (const pattern of site.patterns) patterns.set(pattern.number, greensOf(site, pattern));
  return patterns;
}

/** Puts a pattern in force from the next tick on. */
export function enforce(greens: Greens, input: InputViews): void {
  input.max_green.set(greens.max_green);
  input.recall.set(greens.recall);
  input.ped_recall.set(greens.ped_recall);
  input.strategy[0] = greens.strategy;
}

function greensOf(site: Site, { strategy, phases }: Pick<Pattern, "strategy" | "phases">): Greens {
  const greens: Greens = {
    max_green: new Int32Array(PHASES_MAX),
    recall: new Int32Array(PHASES_MAX),
    ped_recall: new Int32Array(PHASES_MAX),
    strategy: STRATEGY_NAMES.indexOf(strategy),
  };
  const write = (phase: number, max_green_ds: number, recall: (typeof RECALLS)[number], ped_recall: boolean) => {
    greens.max_green[phase - 1] = max_green_ds;
    greens.recall[phase - 1] = RECALLS.indexOf(recall);
    greens.ped_recall[phase - 1] = Number(ped_recall);
  };
  for (const { number, max1_ds, recall, ped_recall } of site.phases) write(number, max1_ds, recall, ped_recall);
  for (const { phase, max_green_ds, recall, ped_recall } of phases) write(phase, max_green_ds, recall, ped_recall);
  return greens;
}
