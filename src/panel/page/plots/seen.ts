const HOUR_MS = 3_600_000;
/** What has been watched for less says nothing of a bin: one vehicle on red would be "nobody arrives on green". */
const BEGUN_MS = 30_000;

/** A bin's value; none while it has only just begun. */
export const watched = (value: number, seen_ms: number): number => (seen_ms < BEGUN_MS ? Number.NaN : value);

/** Vehicles an hour, of the time that was watched: a quarter that has just begun is no hole. */
export const perHour = ({ volume, seen_ms }: { readonly volume: number; readonly seen_ms: number }): number =>
  watched((volume * HOUR_MS) / seen_ms, seen_ms);

/** One value a bin; NaN where there was none. */
export interface Binned {
  readonly start: number;
  readonly value: number;
}

/** Of the bins of a window that ends at `to`: those that are over at `wall`, the unit's time, and the one that runs then, if it says anything yet. */
export function finished(
  bins: readonly Binned[],
  bin_ms: number,
  to: number,
  wall: number,
): { readonly over: readonly Binned[]; readonly soFar: Binned | null } {
  const end = Math.min(to, wall);
  const soFar = bins.find(({ start, value }) => start < end && end < start + bin_ms && !Number.isNaN(value)) ?? null;
  return { over: bins.filter(({ start }) => start + bin_ms <= end), soFar };
}
