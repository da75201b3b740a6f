/** One figure of both worlds, seed by seed. */
export interface Pairs {
  readonly name: string;
  readonly fast: readonly number[];
  readonly real: readonly number[];
  /** By so much of the fast mean the two may differ and be called the same, in per mille. */
  readonly margin_pm: number;
}

/** What the pairs say. Differences are real less fast, in the figure's own unit. */
export interface Agreement {
  readonly name: string;
  readonly seeds: number;
  readonly fast_mean: number;
  readonly fast_sd: number;
  readonly real_mean: number;
  readonly difference: number;
  /** Of the differences. */
  readonly sd: number;
  /** 90 % confidence interval of the mean difference. */
  readonly low: number;
  readonly high: number;
  /** Half of the width within which the interval must lie. */
  readonly margin: number;
  /** Two-sided: how likely a mean difference as large as this is if the sign of each were chance alone. */
  readonly p: number;
  /** The interval lies within the margins: two one-sided tests at 5 % each. */
  readonly agrees: boolean;
}

/** Beyond this many seeds not every choice of signs is tried. */
const SEEDS_MAX = 16;

/**
 * The same seeds give both worlds the same drivers, so seeds are compared in pairs. Two questions: can chance alone make such a difference (all
 * choices of signs, exactly), and is the difference small (two one-sided t tests, of which the 90 % interval is the picture). That the first finds
 * nothing shows nothing; the second must hold. Throws for fewer than three pairs.
 */
export function agreement({ name, fast, real, margin_pm }: Pairs): Agreement {
  const n = fast.length;
  if (n < 3 || real.length !== n || n > SEEDS_MAX)
    throw new RangeError(`${n} and ${real.length} runs: three to ${SEEDS_MAX} pairs are wanted`);
  const differences = real.map((each, i) => each - fast[i]!);
  const [difference, sd] = [mean(differences), deviation(differences)];
  const half = (T95[n - 1]! * sd) / Math.sqrt(n);
  const [low, high] = [difference - half, difference + half];
  const margin = (Math.abs(mean(fast)) * margin_pm) / 1_000;
  return {
    name,
    seeds: n,
    fast_mean: mean(fast),
    fast_sd: deviation(fast),
    real_mean: mean(real),
    difference,
    sd,
    low,
    high,
    margin,
    p: bySigns(differences),
    agrees: low >= -margin && high <= margin,
  };
}

/** Student's t, 95 % one-sided, by degrees of freedom. */
const T95 = [Number.NaN, 6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753] as const;

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (values.length - 1));
}

/** Sums that differ by rounding alone are the same. */
const ROUNDING = 1e-9;

function bySigns(differences: readonly number[]): number {
  const seen = Math.abs(differences.reduce((sum, each) => sum + each, 0));
  const all = 2 ** differences.length;
  let asLarge = 0;
  for (let signs = 0; signs < all; signs++) {
    const sum = differences.reduce((total, each, i) => total + ((signs >> i) & 1 ? each : -each), 0);
    if (Math.abs(sum) >= seen - ROUNDING) asLarge++;
  }
  return asLarge / all;
}
