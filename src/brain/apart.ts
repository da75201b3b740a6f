/** So many units of whom something is refused, and it is the disk that refuses. */
const UNITS_MAX = 8;
/** Of one unit so many are refused one by one; what else it has brought is left out, and comes again. */
const REFUSED_MAX = 2;
/** So many tries without any that goes well, too: each may last until a server that hangs is given up. */
const IN_VAIN_MAX = 8;

/** Why one of them was not taken. */
export interface Refusal<T> {
  readonly one: T;
  readonly why: string;
}

/**
 * Gives `take` all of them; what is refused as a whole is halved until it is known what of it is refused alone: a unit that brings what cannot be
 * stored must not hold up the others', however much it brings. Rejects with the error where nothing is taken or too many units are refused, because then it is not the records' fault; what was taken
 * until then may be given again. `take` takes all that it is given, or none.
 */
export async function takeApart<T extends { readonly unit: string }, Taken>(
  all: readonly T[],
  take: (some: readonly T[]) => Promise<readonly Taken[]>,
): Promise<{ readonly taken: readonly Taken[]; readonly refused: readonly Refusal<T>[] }> {
  const taken: Taken[] = [];
  const refused: Refusal<T>[] = [];
  const units = new Map<string, number>();
  const parts: (readonly T[])[] = [all];
  let [any, inVain] = [false, 0];
  // The largest first: where one is bad, its half fails and the other one shows that the disk is well.
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const [first] = part;
    if (first !== undefined && units.get(first.unit) === REFUSED_MAX && ofOne(part)) continue;
    try {
      taken.push(...(await take(part)));
      any = true;
    } catch (error) {
      inVain++;
      if (all.length === 1 || (!any && inVain >= IN_VAIN_MAX)) throw error;
      if (part.length > 1) {
        // Once the disk is known to be well, what is bad of one unit is found before anything else: then the rest of it is left out.
        const halves = halved(part);
        if (any && ofOne(part)) parts.unshift(...halves);
        else parts.push(...halves);
      } else {
        refused.push({ one: first!, why: (error as Error).message });
        units.set(first!.unit, (units.get(first!.unit) ?? 0) + 1);
      }
      if (units.size > UNITS_MAX || (!any && parts.length === 0)) throw error;
    }
  }
  return { taken, refused };
}

const ofOne = (part: readonly { readonly unit: string }[]): boolean => part.every(({ unit }) => unit === part[0]!.unit);

/** Between units as long as there are several, so that in the end each stands alone; of each in the order of arrival. */
function halved<T extends { readonly unit: string }>(part: readonly T[]): readonly (readonly T[])[] {
  const units = [...new Set(part.map(({ unit }) => unit))];
  if (units.length === 1) return [part.slice(0, part.length >> 1), part.slice(part.length >> 1)];
  const left = new Set(units.slice(0, units.length >> 1));
  return [part.filter(({ unit }) => left.has(unit)), part.filter(({ unit }) => !left.has(unit))];
}
