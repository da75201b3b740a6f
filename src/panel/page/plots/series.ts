import { forms, words } from "../language.ts";
import type { ToldMeasures } from "./ask.ts";
import type { Moments } from "./moments.ts";
import type { Plotted, Point } from "./plot.ts";
import { type Binned, finished } from "./seen.ts";

/** How high a plot is at the least, and how a height is told. */
export interface Scale {
  readonly top: number;
  readonly height: (value: number) => string;
}

/**
 * A measure over a window beside the same a week before: two lines, and a row of the table for each bin. A bin that is not over at `wall`, the unit's time, stands
 * apart as a dot, and is told as what it is so far: whoever still waits in it has not waited yet, and a line down to it would tell of a change that nobody has seen.
 */
export function besideLastWeek(
  { now, before, bin_ms }: ToldMeasures,
  own: readonly Binned[],
  last: readonly Binned[],
  moments: Moments,
  wall: number,
  { top, height }: Scale,
): Plotted {
  const half = bin_ms / 2;
  const { over, soFar } = finished(own, bin_ms, now.to, wall);
  // A week and, where the clocks of the site were changed, an hour.
  const later = now.from - before.from;
  const line = (bins: readonly Binned[], by: number): Point[] =>
    bins.flatMap(({ start, value }, i): Point[] => {
      const gap = i > 0 && start - bins[i - 1]!.start > bin_ms;
      const point: Point = [start + half + by, value];
      return gap ? [[start + half + by - 1, Number.NaN], point] : [point];
    });
  const weekAgo = new Map(last.map(({ start, value }) => [start + later, value]));
  const starts = [...new Set([...own.map(({ start }) => start), ...weekAgo.keys()])].filter((at) => at < now.to).sort((a, b) => a - b);
  const mine = new Map(own.map(({ start, value }) => [start, value]));
  const told = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? "–" : height(value));
  const highest = Math.max(0, ...[...own, ...last].map(({ value }) => value).filter((value) => !Number.isNaN(value)));
  return {
    from: now.from,
    to: now.to,
    top: Math.max(top, highest),
    height,
    time: moments.minute,
    traces: [
      { name: words.plots.lastWeek, tone: "before", shape: "line", points: line(last, later) },
      { name: words.plots.now, tone: "now", shape: "line", points: line(over, 0) },
      ...(soFar === null ? [] : [{ name: words.plots.soFar, tone: "now", shape: "dots", points: line([soFar], 0) } as const]),
    ],
    stops: starts.map((start) => ({
      at: start + half,
      cells: [
        moments.minute(start),
        told(mine.get(start)) + (start === soFar?.start ? ` ${words.plots.soFar}` : ""),
        told(weekAgo.get(start)),
      ],
    })),
    heads: [words.plots.from, words.plots.now, words.plots.lastWeek],
  };
}

export const orHole = (value: number): number => (value < 0 ? Number.NaN : value);
export const wholeOf = (value: number): string => forms.count(Math.round(value));
export const percentOf = (pm: number): string => forms.percent(pm);
export const secondsOf = (ms: number): string => forms.tenths(ms / 1_000);
