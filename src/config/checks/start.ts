import { tenths } from "../fields.ts";
import { compatibility } from "./compatible.ts";
import type { Check } from "./index.ts";

/** Flash is left by red: the monitor must see it. */
const ALL_RED_LEAST_DS = 1;

export const checkStart: Check = (file, refs) => {
  const { start, phases } = file;
  const { phases: first = [], all_red } = start.value;
  const compatible = compatibility(file);
  first.forEach((phase, i) => {
    const at = ["phases", i];
    refs.phases.find(phase, (words, todo) => start.note(at, words, todo));
    if (first.indexOf(phase) < i) start.note(at, `phase ${phase} is there twice`, "Take one away.");
    const other = first.slice(0, i).find((each) => !compatible(each, phase));
    if (other !== undefined) {
      start.note(
        at,
        `phases ${other} and ${phase} must never be green together`,
        "Write at most one phase of each ring, all between the same barriers.",
      );
    }
  });
  const longest = Math.max(0, ...phases.map((row) => row.value.red_clear ?? 0));
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
