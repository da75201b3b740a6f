import { type Movement, mayYield, pathsCross } from "../../traffic/paths.ts";
import type { SiteFile } from "../file.ts";
import { conflict } from "./check-stages.ts";
import type { Matrix } from "./matrix.ts";
import type { GroupRow, StageTables } from "./read.ts";

/**
 * The matrix says who conflicts, and so do legs and movements: a name that is missing in one is found by the other. Of pedestrians the
 * legs say nothing.
 */
export function checkLegs({ groups }: StageTables, matrix: Matrix, approaches: SiteFile["approaches"]): void {
  if (approaches.some((row) => row.value.heading === undefined || row.value.name === undefined)) return;
  const legs = approaches.map((row) => row.value.heading!);
  const movements = groups.map((row, i) => movementOf(row, i, groups, approaches));
  groups.forEach((row, a) => {
    const own = movements[a];
    if (own == null) return;
    row.value.yields_to?.forEach((name, i) => {
      const b = groups.findIndex((each) => each.value.name === name);
      const other = movements[b];
      if (other == null || mayYield(own, other)) return;
      const words = `it cannot give way to ${groups[b]!.where} on green`;
      row.note(["yields_to", i], words, "Only a left turn can, to those who come towards it, and a right turn: take the name away.");
    });
    for (let b = 0; b < a; b++) {
      const other = movements[b];
      if (other == null || conflict(matrix, a, b) || !pathsCross(own, other, legs)) continue;
      const [one, two] = [row.value.name, groups[b]!.value.name];
      // A name that is missing is said already, and the matrix can have no times for it.
      if (one === undefined || two === undefined) continue;
      row.note([], `its path crosses that of ${groups[b]!.where}, but the intergreen matrix has no time for ${two} and ${one}`, CROSSING);
    }
  });
}

const CROSSING = "Look at approach and movement of both. Write the times, or yields_to where one gives way to the other on green.";

/** Null for pedestrians, and where something cannot be read. Groups are numbered by their place. */
function movementOf(row: GroupRow, i: number, groups: readonly GroupRow[], approaches: SiteFile["approaches"]): Movement | null {
  const { kind, approach, movement, yields_to = [] } = row.value;
  const heading_deg = approaches.find((each) => each.value.name === approach)?.value.heading;
  if (kind !== "vehicle" || movement === undefined || heading_deg === undefined) return null;
  const places = yields_to.map((name) => groups.findIndex((each) => each.value.name === name));
  return { number: i, heading_deg, movement, walks: false, yields_to: places };
}
