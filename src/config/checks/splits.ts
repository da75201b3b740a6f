import { tenths } from "../fields.ts";
import type { PatternRow, SiteFile } from "../file.ts";
import { orderOf } from "./order.ts";
import { entryOf } from "./patterns.ts";

/** One ring's phases between two barriers, in the pattern's order, with their splits in tenths. */
type Part = readonly { readonly phase: number; readonly split: number }[];

interface Parts {
  readonly where: string;
  readonly groups: readonly Part[];
}

/** The rings with their splits; null where an order or a split cannot be read. */
function partsOf(pattern: PatternRow, file: SiteFile): readonly Parts[] | null {
  const splitOf = (phase: number) => {
    const row = file.phases.find(({ value }) => value.number === phase);
    return (row && entryOf(pattern, row)?.value.split) ?? Number.NaN;
  };
  const rings = orderOf(pattern, file)?.map(({ where, groups }) => ({
    where,
    groups: groups.map((group) => group.map((phase) => ({ phase, split: splitOf(phase) }))),
  }));
  return rings === undefined || rings.some(({ groups }) => groups.flat().some(({ split }) => Number.isNaN(split))) ? null : rings;
}

const sum = (part: Part) => part.reduce((total, { split }) => total + split, 0);

/** The splits of a ring fill the cycle, and all rings come to each barrier at once. True if they do. */
export function checkSums(pattern: PatternRow, file: SiteFile): boolean {
  const { row } = pattern;
  const cycle = row.value.cycle!;
  const rings = partsOf(pattern, file);
  const count = rings?.[0]?.groups.length ?? 0;
  if (rings === null) return false;
  let good = true;
  let whole = 0;
  for (let g = 0; g < count; g++) {
    const there = rings.filter(({ groups }) => groups[g]!.length > 0);
    const [first] = there;
    if (first === undefined) return false;
    whole += sum(first.groups[g]!);
    const other = there.find(({ groups }) => sum(groups[g]!) !== sum(first.groups[g]!));
    if (other === undefined) continue;
    good = false;
    const of = ({ where, groups }: Parts) =>
      `${groups[g]!.map(({ phase }) => phase).join(" and ")} of ${where} have ${tenths(sum(groups[g]!))} s`;
    row.note("cycle", `phases ${of(first)} to the barrier, but ${of(other)}`, "Rings cross it together: write splits with equal sums.");
  }
  if (!good || whole === cycle) return good;
  row.note(
    "cycle",
    `the splits of ${rings[0]!.where} add up to ${tenths(whole)} s, but the cycle has ${tenths(cycle)} s`,
    "Correct the cycle or a split.",
  );
  return false;
}

/** Phases that are stated to conflict do not share a time of the cycle. */
export function checkConflicts(pattern: PatternRow, file: SiteFile): void {
  const rings = partsOf(pattern, file);
  const spans = new Map<number, { readonly from: number; readonly to: number }>();
  for (const { groups } of rings ?? []) {
    let from = 0;
    groups.forEach((part, g) => {
      let at = from;
      for (const { phase, split } of part) {
        spans.set(phase, { from: at, to: at + split });
        at += split;
      }
      from += Math.max(...rings!.map((ring) => sum(ring.groups[g]!)));
    });
  }
  for (const [a, b] of file.concurrency.value.conflicts ?? []) {
    const [one, other] = [spans.get(a), spans.get(b)];
    const shared = one && other ? Math.min(one.to, other.to) - Math.max(one.from, other.from) : 0;
    if (shared > 0)
      pattern.row.note(
        "cycle",
        `phases ${a} and ${b} conflict, but their splits have ${tenths(shared)} s in common`,
        "Let one lead and the other lag: choose another sequence, or other splits.",
      );
  }
}
