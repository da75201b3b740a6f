import * as v from "valibot";
import { OVERLAPS_MAX, OverlapNumber, SEQUENCES_MAX } from "../../traffic/numbers.ts";
import { USUAL } from "../../traffic/usual.ts";
import { name, oneOf, seconds, whole, yes } from "../fields.ts";
import { groups, maybePhases, movement, pattern, phase, recall, ring, SHEET, somePhases } from "./words.ts";

/** Who is let go, for how long, and in which order. Ranges are those of NTCIP 1202. */

const option = (usual: boolean, todo: string) => v.optional(yes(todo), usual);
const time = (usual_ds: number, most: number, todo = SHEET) => v.optional(seconds(0, most, todo), usual_ds / 10);

/** Below 3.0 s of yellow nobody can stop (MUTCD), and conflict monitors trip below 2.7 s. */
const yellow = seconds(3, 25.5, `${SHEET} Less than 3.0 leaves drivers no way to stop, and the cabinet's monitor trips below 2.7.`);

export const PHASE = {
  number: phase,
  name: name("Write whom it lets go."),
  approach: v.optional(name("Write one of the [[approaches]]."), ""),
  movement,
  min_green: seconds(3, 255, SHEET),
  passage: seconds(0, 25.5, SHEET),
  max1: seconds(3, 255, SHEET),
  max2: v.optional(seconds(3, 255, SHEET)),
  yellow_change: yellow,
  red_clear: seconds(0, 25.5, SHEET),
  red_revert: time(USUAL.phase.red_revert_ds, 25.5, "Write the least red before its own next green; 2.0 is usual."),
  walk: v.optional(seconds(0, 255, SHEET), 0),
  ped_clear: v.optional(seconds(0, 255, SHEET), 0),
  leading_walk: time(USUAL.phase.leading_walk_ds, 25.5, "Write how long the walk begins before the green; 3.0 to 7.0 is usual."),
  added_initial: time(USUAL.phase.added_initial_ds, 25.5, "Write what an actuation adds to the initial green."),
  max_initial: time(USUAL.phase.max_initial_ds, 255, "Write the longest initial green."),
  time_before_reduction: time(USUAL.phase.time_before_reduction_ds, 255, "Write after how long the gap begins to shrink."),
  time_to_reduce: time(USUAL.phase.time_to_reduce_ds, 255, "Write in how long the gap shrinks from passage to min_gap."),
  min_gap: time(USUAL.phase.min_gap_ds, 25.5, "Write the gap that is left at the end."),
  dynamic_max_limit: time(USUAL.phase.dynamic_max_limit_ds, 255, "Write how long the maximum may become."),
  dynamic_max_step: time(USUAL.phase.dynamic_max_step_ds, 25.5, "Write by how much the maximum grows."),
  recall: v.optional(recall, "none"),
  ped_recall: option(false, "Write true where pedestrians are served in every cycle."),
  lock: option(false, "Write true where an actuation outside green is remembered until it is served."),
  dual_entry: v.optional(yes("Write true where it is served beside another ring's call; leave it out for what is usual.")),
  simultaneous_gap: option(USUAL.phase.simultaneous_gap, "Write false where a gap at the barrier stays a gap."),
  conditional_service: option(USUAL.phase.conditional_service, "Write true where it may be served once more before the barrier."),
  walk_rest: option(USUAL.phase.walk_rest, "Write true where the walk stays while nobody else waits."),
  ped_recycle: option(USUAL.phase.ped_recycle, "Write true where who comes later in the green may still walk in it."),
  ped_clear_through_yellow: option(USUAL.phase.ped_clear_through_yellow, "Write true where the clearance may end with the yellow."),
  yields_to: maybePhases("Write the phases that its turning traffic gives way to: [6]."),
};

export const RING = {
  number: ring,
  groups,
  red_rest: option(USUAL.ring.red_rest, "Write true where it rests in red when nobody calls."),
};

/** Exceptions to what the rings say of who may go together, and when. */
export const CONCURRENCY = {
  conflicts: v.optional(
    v.pipe(
      v.array(
        v.pipe(v.strictTuple([phase, phase], "be two phases, such as [1, 5]"), v.description("Write it as [[1, 5]].")),
        "be a list of pairs",
      ),
      v.description("Write the phases of two rings that must not be green together: [[1, 5]]."),
    ),
    () => [],
  ),
};

export const CLEARANCE = {
  from: phase,
  to: phase,
  least: seconds(0, 25.5, "Write the least time from the end of the one green to the other."),
};

/** The first is the rings' own order. */
export const SEQUENCE = { number: whole(2, SEQUENCES_MAX, "1 is the rings' own order: number these from 2.") };
export const SEQUENCE_RING = { ring, groups };

export const OVERLAP = {
  number: v.pipe(whole(1, OVERLAPS_MAX, "Overlaps have the numbers of the timing sheet: A is 1."), v.transform(OverlapNumber)),
  name: name("Write whom it lets go."),
  kind: v.optional(oneOf(["normal", "minus-green-yellow", "flashing-yellow-arrow"]), "normal"),
  included: somePhases("Write the phases that it is green with: [2, 3]."),
  modifiers: maybePhases("Write the phases that take its green away, or that its arrow may flash beside."),
  approach: name("Write one of the [[approaches]]."),
  movement: oneOf(["through", "left", "right", "all"]),
  yields_to: maybePhases("Write the phases that its turning traffic gives way to: [6]."),
  trailing_green: time(0, 255),
  yellow_change: yellow,
  red_clear: seconds(0, 25.5, SHEET),
};

export const START = {
  flash: seconds(0, 255, SHEET),
  all_red: seconds(0, 255, SHEET),
  phases: somePhases("Write the phases that are green first: [2, 6]."),
  pattern: pattern("Write the number of one of the [[patterns]]."),
  fallback_pattern: pattern("Write the number of one of the [[patterns]]."),
};
