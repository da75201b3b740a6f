import { PATTERN_FREE, type PatternNumber, PHASES_MAX } from "../traffic/numbers.ts";
import type { Coordination, Pattern, Site } from "../traffic/site.ts";
import { plans } from "../traffic/strategies.ts";
import { USUAL } from "../traffic/usual.ts";
import { CORRECTIONS, FORCE_OFF_MODES, type InputViews, RECALLS, REFERENCES, STRATEGY_NAMES } from "./buffers.ts";
import { setOf } from "./sets.ts";

/** What a pattern says: of every phase, by phase number less one, and how its greens are ended. No minimum and no clearance is in it. */
export interface Greens {
  readonly max_green: Int32Array;
  readonly recall: Int32Array;
  readonly ped_recall: Int32Array;
  readonly split: Int32Array;
  /** From 0. */
  readonly sequence: number;
  readonly coordination: Coordination | null;
  /** Set of the phases that are not served. */
  readonly omit: number;
  readonly longest_wait: number;
  readonly horizon: number;
  readonly ageing: number;
  /** Its place in native/strategies/table.cc. */
  readonly strategy: number;
}

const FREE = { ...USUAL.pattern, phases: [] } as const;

/** The patterns of a site by number; 254 (free) is the phases' own maximums and recalls, fully actuated. */
export function patternsOf(site: Pick<Site, "patterns" | "phases">): ReadonlyMap<PatternNumber, Greens> {
  const patterns = new Map<PatternNumber, Greens>([[PATTERN_FREE, greensOf(site, FREE)]]);
  for (const pattern of site.patterns) patterns.set(pattern.number, greensOf(site, pattern));
  return patterns;
}

/**
 * The same while nobody can plan: who would choose ends greens by their gaps, through the phases that the fallback pattern goes through. The others
 * are there to be chosen, and going round them all would be a long way.
 */
export function unplanned(patterns: ReadonlyMap<PatternNumber, Greens>, fallback: PatternNumber): ReadonlyMap<PatternNumber, Greens> {
  const ways = patterns.get(fallback)?.omit ?? 0;
  return new Map(
    [...patterns].map(([number, greens]) => {
      const planned = plans(STRATEGY_NAMES[greens.strategy]!);
      return [number, planned ? { ...greens, strategy: BY_GAPS, omit: greens.omit | ways } : greens];
    }),
  );
}

const BY_GAPS = STRATEGY_NAMES.indexOf("fully-actuated");

/** Puts a pattern in force from the next tick on. */
export function enforce(greens: Greens, input: InputViews): void {
  input.max_green.set(greens.max_green);
  input.recall.set(greens.recall);
  input.ped_recall.set(greens.ped_recall);
  input.split.set(greens.split);
  input.strategy[0] = greens.strategy;
  input.sequence[0] = greens.sequence;
  const { coordination } = greens;
  input.cycle[0] = coordination?.cycle_ds ?? 0;
  input.offset[0] = coordination?.offset_ds ?? 0;
  input.coordinated[0] = setOf(coordination?.phases ?? []);
  input.reference[0] = REFERENCES.indexOf(coordination?.reference ?? "begin-green");
  input.force_off_mode[0] = FORCE_OFF_MODES.indexOf(coordination?.force_off ?? "floating");
  input.correction[0] = CORRECTIONS.indexOf(coordination?.correction ?? "dwell");
  input.max_inhibit[0] = Number(coordination?.max_inhibit ?? false);
  input.omit[0] = greens.omit;
  input.longest_wait[0] = greens.longest_wait;
}

function greensOf(site: Pick<Site, "phases">, pattern: Omit<Pattern, "number" | "name">): Greens {
  const { strategy, sequence, maximum, coordination, omit, longest_wait_ds, horizon_ds, ageing_pm, phases } = pattern;
  const greens: Greens = {
    max_green: new Int32Array(PHASES_MAX),
    recall: new Int32Array(PHASES_MAX),
    ped_recall: new Int32Array(PHASES_MAX),
    split: new Int32Array(PHASES_MAX),
    sequence: sequence - 1,
    coordination,
    omit: setOf(omit),
    longest_wait: longest_wait_ds,
    horizon: horizon_ds,
    ageing: ageing_pm,
    strategy: STRATEGY_NAMES.indexOf(strategy),
  };
  const write = (phase: number, max_green_ds: number, recall: (typeof RECALLS)[number], ped_recall: boolean) => {
    greens.max_green[phase - 1] = max_green_ds;
    greens.recall[phase - 1] = RECALLS.indexOf(recall);
    greens.ped_recall[phase - 1] = Number(ped_recall);
  };
  for (const { number, max1_ds, max2_ds, recall, ped_recall } of site.phases)
    write(number, maximum === "max2" ? max2_ds : max1_ds, recall, ped_recall);
  for (const { phase, max_green_ds, recall, ped_recall, split_ds } of phases) {
    write(phase, max_green_ds, recall, ped_recall);
    greens.split[phase - 1] = split_ds;
  }
  return greens;
}
