import type { Coordination, DayPlan, Pattern } from "../traffic/site.ts";
import type { DayPlanRow, PatternRow, SiteFile } from "./file.ts";

/** Patterns and their hours, of a file in which nothing is wrong. */

export function patternOf({ row, phases }: PatternRow, file: SiteFile): Pattern {
  const { number, name, strategy, sequence, maximum, longest_wait, horizon, ageing } = row.whole;
  return {
    number,
    name,
    strategy,
    sequence,
    maximum,
    coordination: coordinationOf(row),
    omit: phases.flatMap(({ whole }) => (whole.omit ? [whole.phase] : [])),
    longest_wait_ds: longest_wait,
    horizon_ds: horizon,
    ageing_pm: ageing,
    phases: phases.map(({ whole }) => {
      const own = file.phases.find((each) => each.whole.number === whole.phase)!.whole;
      return {
        phase: whole.phase,
        max_green_ds: whole.max_green ?? (maximum === "max2" ? own.max2 : undefined) ?? own.max1,
        recall: whole.recall ?? own.recall,
        ped_recall: whole.ped_recall ?? own.ped_recall,
        split_ds: whole.split ?? 0,
      };
    }),
  };
}

/** A pattern without a cycle is free. */
function coordinationOf({ whole }: PatternRow["row"]): Coordination | null {
  const { cycle, offset, coordinated, reference, force_off, correction, max_inhibit } = whole;
  if (cycle === undefined) return null;
  return { cycle_ds: cycle, offset_ds: offset, phases: coordinated, reference, force_off, correction, max_inhibit };
}

export const dayPlanOf = ({ row, actions }: DayPlanRow): DayPlan => ({
  ...row.whole,
  actions: actions.map(({ whole: { at, pattern } }) => ({ at_min: at, pattern })),
});
