import type { PatternRow, SiteFile } from "../file.ts";

/** One ring's phases in the order of a pattern's sequence, cut at the barriers. */
export interface Order {
  readonly where: string;
  readonly groups: readonly (readonly number[])[];
}

/** All rings, each cut at the same barriers; null where an order cannot be read, or has other phases than its ring: that is told elsewhere. */
export function orderOf({ row }: PatternRow, { rings, sequences }: SiteFile): readonly Order[] | null {
  const { sequence: number } = row.value;
  const sequence = number === 1 ? undefined : sequences.find((each) => each.row.value.number === number);
  if (number === undefined || (number !== 1 && sequence === undefined)) return null;
  const all: Order[] = [];
  for (const ring of rings) {
    const { groups } = (sequence?.rings.find((each) => each.value.ring === ring.value.number) ?? ring).value;
    const own = ring.value.groups;
    if (groups === undefined || own === undefined || own.length !== rings[0]?.value.groups?.length) return null;
    if (groups.length !== own.length || groups.some((group, g) => group.toSorted().join() !== own[g]!.toSorted().join())) return null;
    all.push({ where: ring.where, groups });
  }
  return all;
}

/**
 * From the end of each phase's green to the green behind it, in tenths: its yellow and red clearance, or the time that is stated to lie
 * between the two. Rings cross a barrier together, so there the longest counts for all. Phases of which something cannot be read are left out.
 */
export function changesOf(order: readonly Order[], { phases, clearances }: SiteFile): ReadonlyMap<number, number> {
  const own = (number: number) => {
    const { yellow_change, red_clear } = phases.find(({ value }) => value.number === number)?.value ?? {};
    return yellow_change === undefined || red_clear === undefined ? Number.NaN : yellow_change + red_clear;
  };
  const to = (from: number, next: number) =>
    Math.max(own(from), ...clearances.flatMap(({ value }) => (value.from === from && value.to === next ? (value.least ?? []) : [])));
  const changes = new Map<number, number>();
  const count = order[0]?.groups.length ?? 0;
  for (let g = 0; g < count; g++) {
    const there = order.map(({ groups }) => groups[g]!).filter((group) => group.length > 0);
    for (const group of there) for (const [i, next] of group.slice(1).entries()) changes.set(group[i]!, to(group[i]!, next));
    const behind = (step: number) => order.flatMap(({ groups }) => groups[(g + step) % count]!.slice(0, 1));
    const first = Array.from({ length: count - 1 }, (_, i) => behind(i + 1)).find((some) => some.length > 0);
    const last = there.map((group) => ({ phase: group.at(-1)!, firsts: first ?? group.slice(0, group.length > 1 ? 1 : 0) }));
    const each = last.map(({ phase, firsts }) => Math.max(own(phase), ...firsts.map((next) => to(phase, next))));
    for (const [i, { phase }] of last.entries()) changes.set(phase, first === undefined ? each[i]! : Math.max(...each));
  }
  return new Map([...changes].filter(([, ds]) => !Number.isNaN(ds)));
}
