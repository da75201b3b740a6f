/** So many that are refused one by one, and it is the disk that refuses. */
const REFUSED_MAX = 8;

/** Why one of them was not taken. */
export interface Refusal<T> {
  readonly one: T;
  readonly why: string;
}

/**
 * Gives `take` all of them; what is refused as a whole is halved until it is known what of it is refused alone: one bad record must not hold up
 * everybody's. Rejects with the error where nothing is taken or too much is refused, because then it is not the records' fault; what was taken
 * until then may be given again. `take` takes all that it is given, or none.
 */
export async function takeApart<T, Taken>(
  all: readonly T[],
  take: (some: readonly T[]) => Promise<readonly Taken[]>,
): Promise<{ readonly taken: readonly Taken[]; readonly refused: readonly Refusal<T>[] }> {
  const taken: Taken[] = [];
  const refused: Refusal<T>[] = [];
  const parts: (readonly T[])[] = [all];
  let any = false;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    try {
      taken.push(...(await take(part)));
      any = true;
    } catch (error) {
      if (part.length > 1) {
        const half = part.length >> 1;
        parts.push(part.slice(half), part.slice(0, half));
        continue;
      }
      refused.push({ one: part[0]!, why: (error as Error).message });
      const alone = all.length === 1 || (!any && refused.length > 1);
      if (alone || refused.length > REFUSED_MAX) throw error;
    }
  }
  return { taken, refused };
}
