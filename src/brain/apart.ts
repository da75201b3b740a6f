/** So many that are refused one by one, and it is the disk that refuses. */
const REFUSED_MAX = 8;
/** So many tries without any that goes well, too: each may last until a server that hangs is given up. */
const IN_VAIN_MAX = 8;

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
  let [any, inVain] = [false, 0];
  // The largest first: where one is bad, its half fails and the other one shows that the disk is well.
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    try {
      taken.push(...(await take(part)));
      any = true;
    } catch (error) {
      inVain++;
      if (all.length === 1 || (!any && inVain >= IN_VAIN_MAX)) throw error;
      const half = part.length >> 1;
      if (half > 0) parts.push(part.slice(0, half), part.slice(half));
      else refused.push({ one: part[0]!, why: (error as Error).message });
      if (refused.length > REFUSED_MAX || (!any && parts.length === 0)) throw error;
    }
  }
  return { taken, refused };
}
