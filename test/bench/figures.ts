/** One measured figure: what it is, in which unit, the median and the spread of several runs (or the quantiles of one long one). */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** What `low` and `high` are, and how often it was measured. */
  readonly of: string;
}

/** The value below which `pm` per mille of the sorted `values` lie. */
export function quantile(sorted: ArrayLike<number>, pm: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * pm) / 1_000))]!;
}

export function spread(name: string, unit: string, values: readonly number[]): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    name,
    unit,
    median: quantile(sorted, 500),
    low: sorted[0]!,
    high: sorted.at(-1)!,
    of: `least and most of ${values.length} runs`,
  };
}

const round = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(3));

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((f) => [f.name, round(f.median), `${round(f.low)} … ${round(f.high)}`, f.unit, f.of]);
  const all = [["figure", "median", "spread", "unit", "spread is"], ...rows];
  const widths = all[0]!.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
