import { words } from "../language.ts";
import type { ToldMeasures } from "./ask.ts";
import type { Moments } from "./moments.ts";
import type { Plotted, Point } from "./plot.ts";
import { secondsOf } from "./series.ts";

/** The Purdue coordination diagram: a column a cycle from red to red, green and yellow in it, and a dot for everybody who came. Null: no cycle. */
export function coordinationDiagram({ now }: ToldMeasures, moments: Moments): Plotted | null {
  const { columns } = now;
  if (columns.length === 0) return null;
  const s = (ms: number): number => ms / 1_000;
  const band = (from: (c: (typeof columns)[number]) => number, to: (c: (typeof columns)[number]) => number) =>
    columns.map((c) => ({ from: [c.start, s(from(c))] as Point, until: c.start + c.end_ms, to: s(to(c)) }));
  return {
    from: now.from,
    to: now.to,
    top: columns.reduce((most, { end_ms }) => Math.max(most, s(end_ms)), 30),
    height: (value) => String(value),
    time: moments.minute,
    traces: [
      {
        name: words.plots.green,
        tone: "green",
        shape: "bars",
        points: [],
        bars: band(
          (c) => c.green_ms,
          (c) => c.yellow_ms,
        ),
      },
      {
        name: words.plots.yellow,
        tone: "yellow",
        shape: "bars",
        points: [],
        bars: band(
          (c) => c.yellow_ms,
          (c) => c.end_ms,
        ),
      },
      {
        name: words.plots.arrival,
        tone: "dots",
        shape: "dots",
        points: columns.flatMap(({ start, arrivals_ms }) => arrivals_ms.map((ms): Point => [start + ms, s(ms)])),
      },
    ],
    stops: columns.map(({ start, green_ms, yellow_ms, end_ms, arrivals_ms }) => ({
      at: start + end_ms / 2,
      cells: [
        moments.second(start),
        secondsOf(end_ms),
        secondsOf(yellow_ms - green_ms),
        String(arrivals_ms.length),
        String(arrivals_ms.filter((ms) => ms >= green_ms && ms < yellow_ms).length),
      ],
    })),
    heads: [words.plots.redAt, words.plots.cycle, words.plots.green, words.plots.arrivals, words.plots.onGreen],
  };
}
