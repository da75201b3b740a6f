/**
 * Who makes room where there is no more: of those that are there, oldest first, the oldest of the address that holds the most. Whoever takes
 * every place at once then takes them from himself, and a technician who comes with one page gets in and stays.
 */
export function firstToGo<T extends { readonly address: string }>(there: Iterable<T>): T | undefined {
  const held = Map.groupBy(there, ({ address }) => address);
  let most: readonly T[] = [];
  for (const those of held.values()) if (those.length > most.length) most = those;
  return most[0];
}
