import type { SiteFile } from "../file.ts";

/** Two phases may be green together if they are in different rings between the same barriers. Of a phase in no ring nothing is said. */
export function compatibility({ rings }: SiteFile): (a: number, b: number) => boolean {
  const places = new Map<number, { readonly ring: number; readonly group: number }>();
  rings.forEach((row, ring) => {
    row.value.groups?.forEach((phases, group) => {
      for (const phase of phases) places.set(phase, { ring, group });
    });
  });
  return (a, b) => {
    const [one, other] = [places.get(a), places.get(b)];
    return a === b || one === undefined || other === undefined || (one.ring !== other.ring && one.group === other.group);
  };
}
