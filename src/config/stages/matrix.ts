import type { StageTables } from "./read.ts";

/**
 * The intergreen matrix, [ending][beginning] in the order of the signal groups: tenths from the end of green to green, of pedestrians from
 * the end of the walk. Null where two groups do not conflict. Rows and names that cannot be read are left out.
 */
export type Matrix = readonly (readonly (number | null)[])[];

export function matrixOf({ groups, intergreen }: StageTables): Matrix {
  const names = groups.map((row) => row.value.name);
  const matrix = names.map(() => names.map((): number | null => null));
  for (const { value } of intergreen) {
    const from = value.ending === undefined ? -1 : names.indexOf(value.ending);
    if (from < 0) continue;
    for (const [name, least] of Object.entries(value.times ?? {})) {
      const to = names.indexOf(name);
      if (to >= 0) matrix[from]![to] = least;
    }
  }
  return matrix;
}
