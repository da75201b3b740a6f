import type { Results } from "./results.ts";
import type { Mutant } from "./rewrite.ts";
import { isSafety } from "./safety.ts";
import { isReasoned, type Reason } from "./survivors.ts";

const columns = ["mutants", "killed", "tests", "random ticks", "search", "no end", "survive", "with reason"] as const;
type Row = Record<(typeof columns)[number], number>;

/** Prints who killed how many, by file, in all, and of those that touch safety. */
export function print(
  mutants: readonly Mutant[],
  results: Results,
  reasons: ReadonlyMap<string, Reason>,
  leftOut: readonly (readonly [string, number])[],
): void {
  const rows = new Map<string, Row>();
  for (const mutant of mutants) {
    const row = rowOf(mutant, results, reasons);
    for (const name of [mutant.file, isSafety(mutant) ? "all that touch safety" : "all others", "all"]) {
      const sum = rows.get(name);
      rows.set(name, sum === undefined ? { ...row } : added(sum, row));
    }
  }
  const sorted = [...rows].sort(([a], [b]) => Number(a.startsWith("all")) - Number(b.startsWith("all")) || a.localeCompare(b));
  console.log(`${"".padEnd(36)}${columns.map((column) => column.padStart(13)).join("")}`);
  for (const [name, row] of sorted) {
    const cells = columns.map((column) => String(row[column]).padStart(13)).join("");
    console.log(`${name.padEnd(36)}${cells}  ${((100 * row.killed) / row.mutants).toFixed(1)} %`);
  }
  console.log(`left alone by rule: ${leftOut.map(([rule, count]) => `${count} ${rule}`).join(", ")}`);
}

function rowOf(mutant: Mutant, results: Results, reasons: ReadonlyMap<string, Reason>): Row {
  const result = results.of(mutant);
  const by = result?.by;
  const count = (yes: boolean): number => (yes ? 1 : 0);
  return {
    mutants: 1,
    killed: count(by !== undefined),
    tests: count(by !== undefined && by !== "random ticks" && result!.stage < 4),
    "random ticks": count(by === "random ticks"),
    search: count(by !== undefined && result!.stage === 4),
    "no end": count(result?.how === "without end"),
    survive: count(by === undefined),
    "with reason": count(by === undefined && isReasoned(mutant, reasons)),
  };
}

function added(a: Row, b: Row): Row {
  return Object.fromEntries(columns.map((column) => [column, a[column] + b[column]])) as Row;
}
