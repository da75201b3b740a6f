import { tenths } from "../fields.ts";
import type { Row } from "../rows.ts";
import type { PHASE } from "../tables/phases.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

type PhaseRow = Row<typeof PHASE>;

/** The shortest walk and pedestrian clearance that MUTCD allows for any crossing, in tenths. */
const WALK_LEAST_DS = 40;
const PED_CLEAR_LEAST_DS = 30;

export const checkPhases: Check = ({ phases }, refs) => {
  const by = (key: "number" | "name") => phases.map((row) => ({ row, key: row.value[key] as unknown }));
  noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each phase its own number.");
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each phase its own name.");
  for (const row of phases) {
    checkApproach(row, refs);
    checkGreen(row);
    checkWalk(row);
  }
};

function checkApproach(row: PhaseRow, { approaches }: References): void {
  const { approach, movement } = row.value;
  if (approach !== "") approaches.find(approach, (words, todo) => row.note("approach", words, todo));
  else if (movement !== undefined && movement !== "pedestrian")
    row.note("approach", "approach is missing", "Write the leg that it lets go.");
}

function checkGreen(row: PhaseRow): void {
  const { min_green, max1 } = row.value;
  if (min_green !== undefined && max1 !== undefined && max1 < min_green) {
    row.note("max1", `max1 is ${tenths(max1)} s, shorter than min_green (${tenths(min_green)} s)`, "Copy both from the timing sheet.");
  }
}

function checkWalk(row: PhaseRow): void {
  const { walk, ped_clear, ped_recall, movement } = row.value;
  if (walk === undefined || ped_clear === undefined) return;
  if (walk > 0 && ped_clear === 0)
    row.note(
      row.has("ped_clear") ? "ped_clear" : "walk",
      "walk without ped_clear: who has begun to cross must be able to end",
      "Write ped_clear: the crossing's length in metres divided by 1.1.",
    );
  else if (walk === 0 && ped_clear > 0) row.note("ped_clear", "ped_clear without walk", "Write walk as well, or take ped_clear away.");
  else if (walk === 0 && ped_recall === true)
    row.note("ped_recall", "ped_recall without walk and ped_clear", "Write both, or take ped_recall away.");
  else if (walk === 0 && movement === "pedestrian") row.note("movement", "a phase for pedestrians needs walk and ped_clear", "Write both.");
  if (walk > 0 && walk < WALK_LEAST_DS)
    row.note("walk", `walk is ${tenths(walk)} s, but 4.0 is the least that MUTCD allows`, "7.0 is usual.");
  if (ped_clear > 0 && ped_clear < PED_CLEAR_LEAST_DS)
    row.note(
      "ped_clear",
      `ped_clear is ${tenths(ped_clear)} s: nobody crosses a street in that`,
      "Write the crossing's length in metres divided by 1.1.",
    );
}
