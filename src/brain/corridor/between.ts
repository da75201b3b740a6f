/** A link's ends, as far as they are known. */
interface Ends {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The fewest links that lead from one junction to another past no unit in between; null where none do. */
export function between<L extends Ends>(links: readonly L[], units: ReadonlySet<string>, from: string, to: string): readonly L[] | null {
  const seen = new Set([from]);
  let reached: readonly (readonly L[])[] = [[]];
  while (reached.length > 0) {
    const next: (readonly L[])[] = [];
    for (const way of reached) {
      const at = way.at(-1)?.to ?? from;
      for (const link of links) {
        if (link.from !== at || link.to === undefined) continue;
        if (link.to === to) return [...way, link];
        if (units.has(link.to) || seen.has(link.to)) continue;
        seen.add(link.to);
        next.push([...way, link]);
      }
    }
    reached = next;
  }
  return null;
}
