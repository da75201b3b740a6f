import { tenths } from "../fields.ts";
import type { SiteFile } from "../file.ts";
import type { Row } from "../rows.ts";
import type { PHASE } from "../tables/phases.ts";
import type { Check } from "./index.ts";

type PhaseRow = Row<typeof PHASE>;

/** What a phase can do besides its plain green: each of these is several keys, which say something only together. */
export const checkPhaseOptions: Check = ({ phases, detectors }) => {
  for (const row of phases) {
    checkMaximums(row);
    checkInitial(row, detectors);
    checkGap(row);
    checkWalking(row);
  }
};

function checkMaximums(row: PhaseRow): void {
  const { min_green, max1, max2, dynamic_max_limit: limit, dynamic_max_step: step } = row.value;
  if (max2 !== undefined && min_green !== undefined && max2 < min_green)
    row.note("max2", `max2 is ${tenths(max2)} s, shorter than min_green (${tenths(min_green)} s)`, "Copy both from the timing sheet.");
  if (limit === undefined || step === undefined) return;
  if (limit > 0 && step === 0)
    row.note("dynamic_max_limit", "dynamic_max_limit without dynamic_max_step", "Write by how much the maximum grows, or take it away.");
  else if (limit === 0 && step > 0)
    row.note("dynamic_max_step", "dynamic_max_step without dynamic_max_limit", "Write how long the maximum may become, or take it away.");
  else if (limit > 0 && max1 !== undefined && limit <= max1)
    row.note(
      "dynamic_max_limit",
      `dynamic_max_limit is ${tenths(limit)} s, no longer than max1 (${tenths(max1)} s)`,
      "Write how long the maximum may become, or take both dynamic keys away.",
    );
}

function checkInitial(row: PhaseRow, detectors: SiteFile["detectors"]): void {
  const { number, min_green, max1, added_initial, max_initial } = row.value;
  if (added_initial === undefined || max_initial === undefined || min_green === undefined || max1 === undefined) return;
  const counting = detectors.filter(({ value }) => value.added_initial !== false && value.call_phase === number);
  if (added_initial === 0) {
    if (max_initial > 0)
      row.note("max_initial", "max_initial without added_initial", "Write what an actuation adds, or take max_initial away.");
    for (const detector of counting)
      detector.note(
        "added_initial",
        `${row.where} has no added_initial`,
        "Write added_initial and max_initial in the phase, or false here.",
      );
    return;
  }
  if (max_initial === 0) row.note("added_initial", "added_initial without max_initial", "Write the longest initial green as max_initial.");
  else if (max_initial < min_green)
    row.note(
      "max_initial",
      `max_initial is ${tenths(max_initial)} s, shorter than min_green (${tenths(min_green)} s)`,
      "The initial green grows from min_green to max_initial: write a longer one.",
    );
  else if (max_initial > max1)
    row.note(
      "max_initial",
      `max_initial is ${tenths(max_initial)} s, longer than max1 (${tenths(max1)} s)`,
      "The maximum would end nothing: write a shorter one.",
    );
  if (counting.length === 0)
    row.note("added_initial", "no detector of it counts for added_initial", "Write added_initial = true in its advance detectors.");
}

function checkGap(row: PhaseRow): void {
  const { passage, min_gap, time_to_reduce, time_before_reduction } = row.value;
  if (passage === undefined || min_gap === undefined || time_to_reduce === undefined || time_before_reduction === undefined) return;
  if (min_gap > passage)
    row.note(
      "min_gap",
      `min_gap is ${tenths(min_gap)} s, longer than passage (${tenths(passage)} s)`,
      "The gap shrinks from passage to min_gap: write a shorter one.",
    );
  else if (min_gap > 0 && time_to_reduce === 0)
    row.note("min_gap", "min_gap without time_to_reduce", "Write in how long the gap shrinks, or take min_gap away.");
  else if (min_gap === 0 && time_to_reduce > 0)
    row.note("time_to_reduce", "time_to_reduce without min_gap", "Write the gap that is left at the end as min_gap.");
  else if (time_to_reduce === 0 && time_before_reduction > 0)
    row.note("time_before_reduction", "time_before_reduction without time_to_reduce", "Write both and min_gap, or take it away.");
}

/** Options that are a walk's. */
const WALKING = ["leading_walk", "walk_rest", "ped_recycle", "ped_clear_through_yellow"] as const;

function checkWalking(row: PhaseRow): void {
  const { walk, ped_clear, yellow_change, leading_walk, ped_clear_through_yellow: through } = row.value;
  if (walk === undefined || ped_clear === undefined) return;
  for (const key of WALKING) {
    const value = row.value[key];
    if (walk === 0 && value !== undefined && value !== 0 && value !== false)
      row.note(key, `${key} without walk and ped_clear`, `Write both, or take ${key} away.`);
  }
  if (walk === 0) return;
  if (leading_walk !== undefined && leading_walk > walk)
    row.note(
      "leading_walk",
      `leading_walk is ${tenths(leading_walk)} s, longer than walk (${tenths(walk)} s)`,
      "The walk leads with some of its own time: write a shorter one, or a longer walk.",
    );
  if (through === true && yellow_change !== undefined && ped_clear > 0 && ped_clear < yellow_change)
    row.note(
      "ped_clear_through_yellow",
      `ped_clear (${tenths(ped_clear)} s) is shorter than yellow_change (${tenths(yellow_change)} s)`,
      "The clearance would begin with the yellow and the walk last up to it: take ped_clear_through_yellow away.",
    );
}
