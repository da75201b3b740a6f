import type { Clearance, Overlap, Phase, Preempt, Priority, Sequence } from "../traffic/site.ts";
import { USUAL } from "../traffic/usual.ts";
import type { PriorityRow, SequenceRow, SiteFile } from "./file.ts";
import type { Row } from "./rows.ts";
import type { CLEARANCE, OVERLAP, PHASE } from "./tables/phases.ts";
import type { PREEMPT } from "./tables/service.ts";

/** Phases and what stands beside them, of a file in which nothing is wrong. */

export function phaseOf({ whole }: Row<typeof PHASE>, file: SiteFile): Phase {
  const { number, name, approach, movement, recall, ped_recall, lock, yields_to } = whole;
  const { simultaneous_gap, conditional_service, walk_rest, ped_recycle, ped_clear_through_yellow } = whole;
  // The last of a group is the through movement: what may as well be green when only another ring has a call.
  const usual = file.rings.some(({ whole: { groups } }) => groups.some((phases) => phases.at(-1) === number));
  return {
    number,
    name,
    approach,
    movement,
    min_green_ds: whole.min_green,
    passage_ds: whole.passage,
    max1_ds: whole.max1,
    yellow_change_ds: whole.yellow_change,
    red_clear_ds: whole.red_clear,
    walk_ds: whole.walk,
    ped_clear_ds: whole.ped_clear,
    max2_ds: whole.max2 ?? whole.max1,
    red_revert_ds: whole.red_revert,
    added_initial_ds: whole.added_initial,
    max_initial_ds: whole.max_initial,
    time_before_reduction_ds: whole.time_before_reduction,
    time_to_reduce_ds: whole.time_to_reduce,
    min_gap_ds: whole.min_gap,
    dynamic_max_limit_ds: whole.dynamic_max_limit,
    dynamic_max_step_ds: whole.dynamic_max_step,
    leading_walk_ds: whole.leading_walk,
    dual_entry: whole.dual_entry ?? usual,
    simultaneous_gap,
    conditional_service,
    walk_rest,
    ped_recycle,
    ped_clear_through_yellow,
    recall,
    ped_recall,
    lock,
    yields_to,
  };
}

export const clearanceOf = ({ whole: { least, ...rest } }: Row<typeof CLEARANCE>): Clearance => ({ ...rest, least_ds: least });

export const sequenceOf = ({ row, rings }: SequenceRow): Sequence => ({ ...row.whole, rings: rings.map((ring) => ring.whole) });

export function overlapOf({ whole }: Row<typeof OVERLAP>): Overlap {
  const { trailing_green, yellow_change, red_clear, ...rest } = whole;
  return { ...rest, trailing_green_ds: trailing_green, yellow_change_ds: yellow_change, red_clear_ds: red_clear };
}

export function preemptOf({ whole }: Row<typeof PREEMPT>): Preempt {
  const { delay, min_duration, max_presence, track_green, min_dwell, ...rest } = whole;
  return {
    ...rest,
    delay_ds: delay,
    min_duration_ds: min_duration,
    max_presence_ds: max_presence,
    track_green_ds: track_green,
    min_dwell_ds: min_dwell,
  };
}

export function priorityOf({ row, phases }: PriorityRow): Priority {
  if (phases.length === 0) return { ...USUAL.site.priority, interval_ds: row.whole.interval };
  return {
    interval_ds: row.whole.interval,
    phases: phases.map(({ whole: { phase, extension, reduction, insertion } }) => ({
      phase,
      extension_ds: extension,
      reduction_ds: reduction,
      insertion,
    })),
  };
}
