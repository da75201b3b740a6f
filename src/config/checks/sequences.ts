import type { SequenceRow } from "../file.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

/** Another order of service moves phases about within their group, and no phase over a barrier. */
export const checkSequences: Check = ({ sequences }, refs) => {
  noteTwice(
    sequences.map(({ row }) => ({ row, key: row.value.number })),
    "number",
    (number) => `number ${number}`,
    "Give each sequence its own number.",
  );
  for (const sequence of sequences) checkRings(sequence, refs);
};

function checkRings({ row, rings }: SequenceRow, refs: References): void {
  if (rings.length === 0) row.note([], "rings is missing", "Write rings = [{ ring = 1, groups = [[2, 1], [3, 4]] }].");
  noteTwice(
    rings.map((each) => ({ row: each, key: each.value.ring as unknown })),
    "ring",
    (ring) => `ring ${ring}`,
    "A sequence says one thing of each ring.",
  );
  for (const each of rings) {
    const ring = refs.rings.find(each.value.ring, (words, todo) => each.note("ring", words, todo));
    const [own, groups] = [ring?.value.groups, each.value.groups];
    if (ring === undefined || own === undefined || groups === undefined) continue;
    if (groups.length !== own.length) {
      const words = `it has ${groups.length} ${groups.length === 1 ? "group" : "groups"}, but ${ring.where} has ${own.length}`;
      each.note("groups", words, "A sequence moves no barrier: write as many groups.");
      continue;
    }
    groups.forEach((group, g) => {
      const there = own[g]!;
      if (group.toSorted().join() === there.toSorted().join()) return;
      const words = `group ${g + 1} has ${listed(group)}, but ${ring.where} has ${listed(there)} there`;
      each.note(["groups", g], words, "Write the same phases in another order.");
    });
  }
}

const listed = (phases: readonly number[]) =>
  phases.length === 0 ? "no phase" : `${phases.length > 1 ? "phases" : "phase"} ${phases.join(", ")}`;
