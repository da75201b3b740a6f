import { tenths } from "../fields.ts";
import type { PatternRow, SiteFile } from "../file.ts";
import type { Row } from "../rows.ts";
import type { PHASE } from "../tables/phases.ts";
import { compatibility } from "./compatible.ts";
import type { Check } from "./index.ts";
import { changesOf, orderOf } from "./order.ts";
import { entryOf } from "./patterns.ts";
import type { References } from "./references.ts";
import { checkSet } from "./sets.ts";
import { checkConflicts, checkSums } from "./splits.ts";

type PhaseRow = Row<typeof PHASE>;

/** Keys that say something only beside a cycle. */
const OF_A_CYCLE = ["offset", "coordinated", "reference", "force_off", "correction", "max_inhibit"] as const;

/** A pattern with a cycle: every phase has its part of it, and rings come to the barriers together. */
export const checkCoordination: Check = (file, refs) => {
  for (const pattern of file.patterns) {
    const { row, phases } = pattern;
    if (row.value.sequence !== 1)
      refs.sequences.find(row.value.sequence, (words, todo) => row.note("sequence", words, `${todo} 1 is the rings' own order.`));
    if (row.has("cycle")) {
      if (row.value.cycle !== undefined) checkCycle(pattern, file, refs);
      continue;
    }
    const keys = [...OF_A_CYCLE.filter((key) => row.has(key)), ...(phases.some((entry) => entry.has("split")) ? ["splits"] : [])];
    if (keys.length > 0)
      row.note(
        [],
        `it has ${keys.join(", ")} but no cycle`,
        "Write the cycle's length, or take them away: without one the pattern is free.",
      );
  }
};

function checkCycle(pattern: PatternRow, file: SiteFile, refs: References): void {
  const { row } = pattern;
  const { cycle, offset, coordinated } = row.value;
  if (offset !== undefined && offset >= cycle!)
    row.note("offset", `offset is ${tenths(offset)} s, but the cycle has ${tenths(cycle!)} s`, "Write an offset within the cycle.");
  if (coordinated?.length === 0 && !row.has("coordinated"))
    row.note([], "coordinated is missing", "Write the phases that keep the green wave: [2, 6].");
  else if (coordinated?.length === 0)
    row.note("coordinated", "no phase is coordinated", "Write the phases that keep the green wave: [2, 6].");
  checkSet(row, "coordinated", coordinated, refs, compatibility(file));
  if (!checkSplits(pattern, file)) return;
  const sums = checkSums(pattern, file);
  if (sums) checkConflicts(pattern, file);
}

/** Each phase has a split, and one that is long enough. Returns false where the sums would only say the same again. */
function checkSplits(pattern: PatternRow, file: SiteFile): boolean {
  const { phases } = file;
  const order = orderOf(pattern, file);
  const changes = order === null ? null : changesOf(order, file);
  let all = true;
  const without = phases.filter((phase) => phase.value.number !== undefined && !entryOf(pattern, phase)?.has("split"));
  if (without.length > 0) {
    const numbers = without.map((phase) => phase.value.number).join(", ");
    pattern.row.note(
      "cycle",
      without.length > 1 ? `phases ${numbers} have no split` : `phase ${numbers} has no split`,
      "Write { phase = …, split = … } for each phase.",
    );
    all = false;
  }
  for (const phase of phases) {
    const entry = entryOf(pattern, phase);
    const least = leastOf(phase, entry?.has("ped_recall") ? entry.value.ped_recall : phase.value.ped_recall);
    const change = changes?.get(phase.value.number ?? 0);
    const split = entry?.value.split;
    if (split === undefined || least === null || change === undefined) all = false;
    else if (split < least.ds + change) {
      const parts = `(${tenths(least.ds)} + ${tenths(change)} = ${tenths(least.ds + change)} s)`;
      entry!.note(
        "split",
        `split is ${tenths(split)} s, shorter than ${least.words} and the change to the next green ${parts} of ${phase.where}`,
        "No cycle shortens these: write a longer split.",
      );
      all = false;
    }
  }
  return all;
}

/** What a phase needs of its split before its yellow, in tenths; null where a value of it cannot be read. */
function leastOf({ value }: PhaseRow, pedRecall: boolean | undefined): { readonly ds: number; readonly words: string } | null {
  const { min_green, yellow_change, walk, ped_clear, leading_walk = 0, ped_clear_through_yellow } = value;
  if (min_green === undefined || yellow_change === undefined || walk === undefined || ped_clear === undefined) return null;
  if (pedRecall !== true) return { ds: min_green, words: "min_green" };
  const crossing = walk + ped_clear - (ped_clear_through_yellow === true ? Math.min(yellow_change, ped_clear) : 0);
  return { ds: Math.max(crossing, leading_walk + min_green), words: "walk, ped_clear" };
}
