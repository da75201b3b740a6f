/** One look at a process: when, its resident memory in bytes, and how many descriptors it holds. */
export interface Look {
  readonly at_ms: number;
  readonly rss: number;
  readonly fds: number;
}

const DAY_MS = 86_400_000;

/**
 * The slope of resident memory in MB a day, by Theil and Sen: the median of the slopes between all pairs of looks, which a collector's
 * saw teeth move little; `low` and `high` hold 95 % of it (Sen 1968, by the variance of Kendall's statistic).
 */
export function slope(looks: readonly Look[]): { readonly median: number; readonly low: number; readonly high: number } {
  const slopes: number[] = [];
  for (let i = 0; i < looks.length; i++)
    for (let j = i + 1; j < looks.length; j++) {
      const [a, b] = [looks[i]!, looks[j]!];
      slopes.push(((b.rss - a.rss) / 1e6 / (b.at_ms - a.at_ms)) * DAY_MS);
    }
  slopes.sort((a, b) => a - b);
  const n = looks.length;
  const reach = 1.96 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (k: number): number => slopes[Math.max(0, Math.min(slopes.length - 1, Math.round(k)))] ?? Number.NaN;
  return { median: at((slopes.length - 1) / 2), low: at((slopes.length - reach) / 2), high: at((slopes.length + reach) / 2) };
}

/** At most `most` looks, each the lowest of an equal share of the time: what a process holds when its collector has just been. */
export function floors(looks: readonly Look[], most: number): Look[] {
  const share = Math.max(1, Math.ceil(looks.length / most));
  const lowest: Look[] = [];
  for (let i = 0; i < looks.length; i += share)
    lowest.push(looks.slice(i, i + share).reduce((low, each) => (each.rss < low.rss ? each : low)));
  return lowest;
}
