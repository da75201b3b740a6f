import { tenths } from "../fields.ts";
import { compatibility } from "./compatible.ts";
import type { Check } from "./index.ts";
import { checkSet } from "./sets.ts";

/** Flash is left by red: the monitor must see it. */
const ALL_RED_LEAST_DS = 1;

export const checkStart: Check = (file, refs) => {
  const { start, phases, overlaps } = file;
  const { all_red } = start.value;
  checkSet(start, "phases", start.value.phases, refs, compatibility(file));
  const longest = Math.max(0, ...[...phases, ...overlaps].map((row) => row.value.red_clear ?? 0));
  if (all_red !== undefined && all_red < Math.max(ALL_RED_LEAST_DS, longest)) {
    const shorter = longest > 0 ? `shorter than the longest red_clear (${tenths(longest)} s)` : "no time at all";
    start.note(
      "all_red",
      `all_red is ${tenths(all_red)} s, ${shorter}`,
      "Whoever is in the intersection must be able to leave it: 6.0 is usual.",
    );
  }
  for (const key of ["pattern", "fallback_pattern"] as const) {
    refs.patterns.find(start.value[key], (words, todo) => start.note(key, words, todo));
  }
};
