import { type Movement, mayYield, pathsCross } from "../../traffic/paths.ts";
import type { Row } from "../rows.ts";
import type { PHASE } from "../tables/phases.ts";
import { compatibility } from "./compatible.ts";
import type { Check } from "./index.ts";
import type { References } from "./references.ts";

/**
 * Rings say who may be green together, and so do legs and movements: a digit mistyped in one is found by the other. What the legs cannot
 * tell (`pathsCross`) stays with the rings alone, and the timing sheet says so.
 */
export const checkPaths: Check = (file, refs) => {
  const { rings, phases, approaches } = file;
  for (const row of phases) checkYields(row, refs);
  // A leg that cannot be read may be the one that a turn leads to.
  if (approaches.some((row) => row.value.heading === undefined)) return;
  // And a conflict that cannot be read may be the one that keeps them apart.
  if (file.concurrency.value.conflicts === undefined) return;
  const legs = approaches.map((row) => row.value.heading!);
  const compatible = compatibility(file);
  const before: Movement[] = [];
  for (const ring of rings) {
    const own: Movement[] = [];
    ring.value.groups?.forEach((group, g) => {
      group.forEach((number, i) => {
        const row = refs.phases.get(number);
        const movement = row === undefined ? null : movementOf(row, refs);
        if (row === undefined || movement === null) return;
        own.push(movement);
        const crossed = before.filter((other) => compatible(other.number, number) && pathsCross(movement, other, legs));
        if (crossed.length === 0) return;
        const names = crossed.map((other) => refs.phases.get(other.number)!.where).join(" and ");
        const numbers = crossed.map((other) => other.number).join(", ");
        const yielding = crossed.every((other) => mayYield(movement, other))
          ? ` If phase ${number} gives way on green, write yields_to = [${numbers}] in it.`
          : crossed.every((other) => mayYield(other, movement))
            ? ` If phase ${numbers} gives way on green, write yields_to = [${number}] in it.`
            : "";
        ring.note(
          ["groups", g, i],
          `${row.where} would be green together with ${names}, but their paths cross`,
          `Look at the rings, and at approach and movement of these phases.${yielding}`,
        );
      });
    });
    before.push(...own);
  }
};

/** A phase as a movement; null where something of it cannot be read. */
export function movementOf(row: Row<typeof PHASE>, { approaches }: References): Movement | null {
  const { number, approach, movement, walk, yields_to } = row.value;
  if (number === undefined || approach === undefined || movement === undefined || walk === undefined || yields_to === undefined)
    return null;
  const heading_deg = approaches.get(approach)?.value.heading ?? null;
  return { number, heading_deg, movement, walks: walk > 0, yields_to };
}

function checkYields(row: Row<typeof PHASE>, refs: References): void {
  const own = movementOf(row, refs);
  row.value.yields_to?.forEach((phase, i) => {
    const other = refs.phases.find(phase, (words, todo) => row.note(["yields_to", i], words, todo));
    const movement = other === undefined ? null : movementOf(other, refs);
    if (own === null || movement === null || mayYield(own, movement)) return;
    row.note(
      ["yields_to", i],
      `it cannot give way to ${other!.where} on green`,
      "Only a left turn can, to those who come towards it, and a right turn: take the number away.",
    );
  });
}
