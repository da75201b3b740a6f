/** Time is smoothed over a minute: a queue at one signal comes and goes with its cycle. */
const MEAN_S = 60;
/** Nobody tells a tenth from what a queue does by itself. */
const BAND = 0.1;
/** Further on another vehicle comes. */
export const LOOKED_AT_S = 600;

/**
 * Seconds from when a special vehicle has gone until the others lose no more time than without its priority, within a tenth or within what the run
 * without priority strays from its own mean, whichever is more. `with_` and `without`: of the same seed, by second. null: not within ten minutes.
 */
export function recovery_s(with_: readonly number[], without: readonly number[], gone_s: number): number | null {
  const [a, b] = [smooth(with_), smooth(without)];
  const mean = b.reduce((sum, value) => sum + value, 0) / Math.max(1, b.length);
  const stray = Math.sqrt(b.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, b.length));
  for (let s = 0; s <= LOOKED_AT_S && gone_s + s < a.length; s++) {
    const usual = b[gone_s + s]!;
    if (a[gone_s + s]! <= usual + Math.max(BAND * usual, stray)) return s;
  }
  return null;
}

/** Means of the minute that begins with each second: what is to come counts, not what has been. */
function smooth(rate: readonly number[]): readonly number[] {
  const sums = [0];
  for (const value of rate) sums.push(sums.at(-1)! + value);
  return rate.map((_, s) => {
    const to = Math.min(rate.length, s + MEAN_S);
    return (sums[to]! - sums[s]!) / (to - s);
  });
}
