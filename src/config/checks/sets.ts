import type { Row } from "../rows.ts";
import type { References } from "./references.ts";

/** Phases in a list of a table: each is there, and once. With `compatible`, all of them can be green together. */
export function checkSet(row: Row, key: string, set: readonly number[] | undefined, refs: References, compatible?: Compatible): void {
  set?.forEach((phase, i) => {
    const at = [key, i];
    refs.phases.find(phase, (words, todo) => row.note(at, words, todo));
    if (set.indexOf(phase) < i) row.note(at, `phase ${phase} is there twice`, "Take one away.");
    const other = compatible && set.slice(0, i).find((each) => !compatible(each, phase));
    if (other !== undefined) {
      row.note(
        at,
        `phases ${other} and ${phase} must never be green together`,
        "Write at most one phase of each ring, all between the same barriers.",
      );
    }
  });
}

export type Compatible = (a: number, b: number) => boolean;
