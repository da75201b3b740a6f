import { tenths } from "../fields.ts";
import type { PatternRow } from "../file.ts";
import type { Row } from "../rows.ts";
import type { PATTERN_PHASE } from "../tables/patterns.ts";
import type { PHASE } from "../tables/phases.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

type PhaseRow = Row<typeof PHASE>;
type PatternPhaseRow = Row<typeof PATTERN_PHASE>;

export const checkPatterns: Check = ({ patterns }, refs) => {
  const by = (key: "number" | "name") => patterns.map(({ row }) => ({ row, key: row.value[key] as unknown }));
  noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each pattern its own number.");
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each pattern its own name.");
  for (const { phases } of patterns) {
    const numbers = phases.map((row) => ({ row, key: row.value.phase as unknown }));
    noteTwice(numbers, "phase", (phase) => `phase ${phase}`, "A pattern says one thing of each phase.");
    for (const row of phases) checkEntry(row, refs);
  }
};

function checkEntry(row: PatternPhaseRow, { phases }: References): void {
  const phase = phases.find(row.value.phase, (words, todo) => row.note("phase", words, todo));
  if (phase === undefined) return;
  const { min_green, walk, ped_clear } = phase.value;
  const { max_green } = row.value;
  const pedRecall = row.has("ped_recall") ? row.value.ped_recall : phase.value.ped_recall;
  if (pedRecall === true && walk === 0 && row.has("ped_recall")) {
    row.note("ped_recall", `${phase.where} has no walk to recall`, "Take ped_recall away, or give the phase walk and ped_clear.");
  }
  if (max_green === undefined || min_green === undefined || walk === undefined || ped_clear === undefined) return;
  if (max_green < min_green) {
    row.note(
      "max_green",
      `max_green is ${tenths(max_green)} s, shorter than the phase's min_green (${tenths(min_green)} s)`,
      "A pattern cannot shorten a minimum: write a longer one.",
    );
  } else if (pedRecall === true && max_green < walk + ped_clear) {
    const crossing = `walk and ped_clear (${tenths(walk)} + ${tenths(ped_clear)} = ${tenths(walk + ped_clear)} s)`;
    row.note(
      "max_green",
      `max_green is ${tenths(max_green)} s, shorter than ${crossing} of a phase with ped_recall`,
      "Write at least that, or take ped_recall away.",
    );
  }
}

/** What a pattern makes of a phase: its own word, else the phase's. */
export function entryOf(pattern: PatternRow, phase: PhaseRow): PatternPhaseRow | undefined {
  return pattern.phases.find((row) => row.value.phase === phase.value.number);
}
