import type { Slice } from "./slice.ts";

/** Half hours to choose on, and others to be judged on. */
export interface Halves {
  readonly choose: readonly Slice[];
  readonly judge: readonly Slice[];
  /** What tells them apart: days where there are several. */
  readonly by: "days" | "half hours";
}

/** Days by turns, where there are several; else half hours by turns. */
export function halvesOf(slices: readonly Slice[]): Halves {
  const days = [...new Set(slices.map(({ day }) => day))];
  const by = days.length > 1 ? "days" : "half hours";
  const even = (slice: Slice, i: number) => (by === "days" ? days.indexOf(slice.day) : i) % 2 === 0;
  return { choose: slices.filter(even), judge: slices.filter((slice, i) => !even(slice, i)), by };
}

/** `n` of them, spread evenly over the hours of the day and over the days. */
export function sampleOf(slices: readonly Slice[], n: number): readonly Slice[] {
  if (n >= slices.length) return slices;
  const byHour = [...Map.groupBy(slices, ({ minute }) => Math.floor(minute / SLOT_MIN))].toSorted(([a], [b]) => a - b);
  // Each half hour begins with another day: or one of two days would never be taken.
  const sorted = byHour.flatMap(([, some], turn) => [...some.slice(turn % some.length), ...some.slice(0, turn % some.length)]);
  return Array.from({ length: n }, (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / n)]!).toSorted((a, b) => a.wall - b.wall);
}

const SLOT_MIN = 30;
const STRIDE = 3;

/** In an order in which the first third of them is like all of them. */
export const strided = <T>(all: readonly T[]): readonly T[] =>
  Array.from({ length: STRIDE }, (_, first) => all.filter((_, i) => i % STRIDE === first)).flat();

/** How many of them that first third has: not less than four, or there is nothing to be said of their spread. */
export const firstPart = (n: number): number => Math.min(n, Math.max(4, Math.ceil(n / STRIDE)));
