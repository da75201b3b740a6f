import type { SiteFile } from "../file.ts";

/** Which ring a phase is in, and between which barriers, from 0. */
export interface Place {
  readonly ring: number;
  readonly group: number;
}

export function placesOf({ rings }: SiteFile): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>();
  rings.forEach((row, ring) => {
    row.value.groups?.forEach((phases, group) => {
      for (const phase of phases) places.set(phase, { ring, group });
    });
  });
  return places;
}

/**
 * Two phases may be green together if they are in different rings between the same barriers, and no conflict is stated between them. Of a
 * phase in no ring nothing is said.
 */
export function compatibility(file: SiteFile): (a: number, b: number) => boolean {
  const places = placesOf(file);
  const { conflicts = [] } = file.concurrency.value;
  const stated = (a: number, b: number) => conflicts.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
  return (a, b) => {
    const [one, other] = [places.get(a), places.get(b)];
    if (a === b || one === undefined || other === undefined) return true;
    return one.ring !== other.ring && one.group === other.group && !stated(a, b);
  };
}
