import type { Check } from "./index.ts";
import { omittedIn } from "./omitted.ts";
import { entryOf } from "./patterns.ts";

/**
 * The pattern that stands when detection is gone must serve everybody without it: every phase on min or max recall (soft recall waits
 * until nobody else does), every walk on pedestrian recall. Of phases that it omits nobody is served.
 */
export const checkFallback: Check = ({ start, phases, patterns }, refs) => {
  const wanted = start.value.fallback_pattern;
  const pattern = wanted === undefined ? undefined : patterns.find(({ row }) => row.value.number === wanted);
  if (pattern === undefined) return;
  // A phase that is mistyped there is the one that would be missed below.
  if (pattern.phases.some(({ value }) => value.phase === undefined || !refs.phases.get(value.phase))) return;
  const omitted = omittedIn(pattern);
  for (const phase of phases) {
    const { number, walk } = phase.value;
    if (number === undefined || omitted.has(number)) continue;
    const entry = entryOf(pattern, phase);
    const row = entry ?? pattern.row;
    const recall = entry?.has("recall") ? entry.value.recall : phase.value.recall;
    if (recall === "none" || recall === "soft") {
      const weak = recall === "soft" ? "only soft" : "no";
      const words = `${phase.where} has ${weak} recall in the fallback pattern: with detection gone nobody serves it`;
      row.note(entry?.has("recall") ? ["recall"] : [], words, `Write recall = "max" for phase ${number} in this pattern.`);
    }
    const pedRecall = entry?.has("ped_recall") ? entry.value.ped_recall : phase.value.ped_recall;
    if (walk !== undefined && walk > 0 && pedRecall === false) {
      const words = `${phase.where} has a walk but no ped_recall in the fallback pattern: with the buttons gone nobody may cross`;
      row.note(entry?.has("ped_recall") ? ["ped_recall"] : [], words, `Write ped_recall = true for phase ${number} in this pattern.`);
    }
  }
};
