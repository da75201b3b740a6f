import type { SiteFile } from "../file.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

export const checkRings: Check = ({ rings, phases }, refs) => {
  const numbers = rings.map((row) => ({ row, key: row.value.number as unknown }));
  noteTwice(numbers, "number", (number) => `number ${number}`, "Give each ring its own number.");
  checkBarriers(rings);
  for (const row of rings) checkRest(row, refs);

  const seen = new Map<number, string>();
  let complete = rings.length > 0;
  for (const row of rings) {
    if (row.value.groups === undefined) complete = false;
    row.value.groups?.forEach((group, g) => {
      group.forEach((phase, i) => {
        const at = ["groups", g, i];
        refs.phases.find(phase, (words, todo) => row.note(at, words, todo));
        const before = seen.get(phase);
        if (before !== undefined) row.note(at, `phase ${phase} is already in ${before}`, "A phase has one place in one ring.");
        else seen.set(phase, row.where);
      });
    });
  }
  if (!complete) return;
  for (const row of phases) {
    const { number } = row.value;
    if (number !== undefined && !seen.has(number))
      row.note("number", "it is in no ring, so that it would never be green", "Put it into the groups of one of the [[rings]].");
  }
};

/** A ring with a phase on recall is never without a call. */
function checkRest(row: SiteFile["rings"][number], { phases }: References): void {
  if (row.value.red_rest !== true) return;
  const recalled = row.value.groups?.flat().find((phase) => !["none", undefined].includes(phases.get(phase)?.value.recall));
  if (recalled === undefined) return;
  const { recall } = phases.get(recalled)!.value;
  const words = `red_rest, but phase ${recalled} has recall = "${recall}": the ring always has somebody to serve`;
  row.note("red_rest", words, "Take red_rest away, or the recall.");
}

/** All rings cross the barriers together: each has a group, perhaps an empty one, between every two of them. */
function checkBarriers(rings: SiteFile["rings"]): void {
  const known = rings.filter((row) => row.value.groups !== undefined);
  const first = known[0];
  const count = first?.value.groups?.length ?? 0;
  for (const row of known) {
    const groups = row.value.groups!.length;
    if (groups !== count)
      row.note(
        "groups",
        `it has ${groups} ${groups === 1 ? "group" : "groups"}, but ${first!.where} has ${count}`,
        "All rings cross the same barriers: write as many groups, an empty one ([]) where a ring has no phase.",
      );
  }
  for (let g = 0; g < count; g++) {
    if (known.every((row) => row.value.groups![g]?.length === 0))
      first!.note(["groups", g], "no ring has a phase in this group", "Take the group away in every ring.");
  }
}
