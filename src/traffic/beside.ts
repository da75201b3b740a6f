import type { PhaseNumber } from "./numbers.ts";
import type { Site } from "./site.ts";

/** Whether two phases may be green at once: of different rings, between the same barriers, and not stated to conflict. */
export function mayGoTogether({ rings, conflicts }: Pick<Site, "rings" | "conflicts">, a: PhaseNumber, b: PhaseNumber): boolean {
  if (conflicts.some((pair) => pair.includes(a) && pair.includes(b))) return false;
  const placeOf = (phase: PhaseNumber) => {
    const ring = rings.findIndex(({ groups }) => groups.some((group) => group.includes(phase)));
    return { ring, group: rings[ring]!.groups.findIndex((group) => group.includes(phase)) };
  };
  const [one, other] = [placeOf(a), placeOf(b)];
  return one.ring !== other.ring && one.group === other.group;
}
