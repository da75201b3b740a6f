import type { Group } from "./groups.ts";
import type { Timed } from "./intergreen.ts";
import type { ProgramStage } from "./program.ts";

/** A stage of the site; times in tenths. */
export interface StageTimes {
  readonly number: number;
  readonly name: string;
  readonly groups: readonly string[];
  readonly min_green_ds: number;
  readonly max_green_ds: number;
  /** Its green in the program, for the plan that stands when detection is gone. */
  readonly fixed_ds: number;
  readonly walks: boolean;
  /** Where minimum and maximum come from. */
  readonly source: string;
  /** It is not in the program: only a strategy that chooses has it. */
  readonly further: boolean;
}

export const WALK_DS = 70;
/** A vehicle group's minimum where the program has none. */
const GREEN_DS = 50;
const SHEET_DS = [30, 2_550] as const;

/** Least green of every vehicle group, which a shorter stage of it lowers. */
export const groupMin_ds = (group: Group, stages: readonly ProgramStage[]): number =>
  Math.max(SHEET_DS[0], Math.min(...group.stages.map((s) => programMin_ds(stages[s]!))));

const programMin_ds = ({ least_s, duration_s }: ProgramStage): number => Math.round(Math.min(least_s ?? GREEN_DS / 10, duration_s) * 10);

export function stageTimes(stages: readonly ProgramStage[], all: readonly Timed[]): readonly StageTimes[] {
  return stages.map((stage, s) => {
    const own = all.filter(({ group }) => group.stages.includes(s));
    const vehicles = own.filter(({ group }) => group.leg !== null);
    const clears_ds = Math.max(0, ...own.map(({ ped_clear_ds }) => ped_clear_ds));
    const walks = clears_ds > 0;
    const crossing_ds = walks ? WALK_DS + clears_ds : 0;
    const least = Math.max(SHEET_DS[0], programMin_ds(stage), ...vehicles.map(({ min_green_ds }) => min_green_ds));
    const fixed_ds = bounded(Math.max(least, crossing_ds, Math.round(stage.duration_s * 10)));
    const most = stage.most_s === null ? Math.round(stage.duration_s * 15) : Math.round(stage.most_s * 10);
    const min = stage.least_s === null ? `${stage.duration_s} s of green in the program, 5.0 s at the least` : `minDur ${stage.least_s}`;
    const max = stage.most_s === null ? `half as much again as the program's ${stage.duration_s} s` : `maxDur ${stage.most_s}`;
    return {
      number: s + 1,
      name: nameOf(s, vehicles),
      groups: own.map(({ group }) => group.name),
      min_green_ds: bounded(least),
      max_green_ds: bounded(Math.max(most, least, crossing_ds)),
      fixed_ds,
      walks,
      source: `${min}; ${max}`,
      further: false,
    };
  });
}

const bounded = (ds: number): number => Math.min(SHEET_DS[1], Math.max(SHEET_DS[0], ds));

/** "1 north through, south through", as long as people can read it. */
export function nameOf(s: number, vehicles: readonly Timed[]): string {
  const words = vehicles.map(({ group, movement }) => `${group.leg!.name} ${movement === "all" ? "all ways" : movement}`);
  const name = `${s + 1}: ${words.length === 0 ? "pedestrians" : words.join(", ")}`;
  return name.length <= 64 ? name : `${name.slice(0, 60)} …`;
}

export const longest = (times: readonly StageTimes[]): StageTimes => times.reduce((a, b) => (b.fixed_ds > a.fixed_ds ? b : a));
