import { noteTwice } from "../checks/references.ts";
import { tenths } from "../fields.ts";
import { groupNamed } from "./check-groups.ts";
import type { Matrix } from "./matrix.ts";
import type { GroupRow, StageRow, StageTables } from "./read.ts";

/** A stage lets go what may go together, and long enough for each. */
export function checkStages({ groups, stages }: StageTables, matrix: Matrix): void {
  const by = (key: "number" | "name") => stages.map((row) => ({ row, key: row.value[key] }));
  noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each stage its own number.");
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each stage its own name.");
  if (stages.length === 1) stages[0]!.note([], "it is the only stage", "A signal has two stages at least: write the others.");
  for (const row of stages) {
    const there: GroupRow[] = [];
    row.value.groups?.forEach((name, i) => {
      const at = ["groups", i];
      const group = groupNamed(groups, name, (words, todo) => row.note(at, words, todo));
      if (group === undefined) return;
      if (there.includes(group)) row.note(at, `${group.where} is there twice`, "Take one away.");
      const foe = there.find((other) => conflict(matrix, groups.indexOf(group), groups.indexOf(other)));
      if (foe !== undefined)
        row.note(at, `${group.where} would be green together with ${foe.where}, and the matrix says that they conflict`, APART);
      there.push(group);
    });
    checkTimes(row, there);
  }
}

const APART =
  "Take one of them out of the stage; or, if its turning traffic gives way, take the pair out of [[intergreen]] and write yields_to.";

export const conflict = (matrix: Matrix, a: number, b: number): boolean => matrix[a]?.[b] != null || matrix[b]?.[a] != null;

function checkTimes(row: StageRow, there: readonly GroupRow[]): void {
  const { min_green, max_green, ped_recall } = row.value;
  for (const group of there) {
    const least = group.value.kind === "vehicle" ? (group.value.min_green ?? 0) : 0;
    if (min_green !== undefined && min_green < least) {
      const words = `min_green is ${tenths(min_green)} s, shorter than that of ${group.where} (${tenths(least)} s)`;
      row.note("min_green", words, "Copy both from the signal plan, or leave it out.");
    } else if (max_green !== undefined && max_green < least) {
      const words = `max_green is ${tenths(max_green)} s, shorter than min_green of ${group.where} (${tenths(least)} s)`;
      row.note("max_green", words, "Copy both from the signal plan.");
    }
  }
  if (min_green !== undefined && max_green !== undefined && max_green < min_green)
    row.note(
      "max_green",
      `max_green is ${tenths(max_green)} s, shorter than min_green (${tenths(min_green)} s)`,
      "Copy both from the signal plan.",
    );
  if (ped_recall === true && there.length > 0 && there.every((group) => group.value.kind === "vehicle"))
    row.note("ped_recall", "ped_recall, but no signal group for pedestrians is in the stage", "Take the line away, or add the group.");
}
