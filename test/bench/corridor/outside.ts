import type { Link } from "../../../src/brain/corridor/graph.ts";
import type { Point } from "../../../src/brain/corridor/plane.ts";

/** A city goes on behind the edge of a net: a special vehicle is under way for so long before it comes in. */
export const OUTSIDE_S = 30;

/** The road that leads to a net's edge, which SUMO does not have and the corridor file does. */
export interface Outside {
  /** A place and a link of a corridor file. */
  readonly text: string;
  /** Where a vehicle is that comes in in `s` seconds; at the edge it stands. */
  readonly before: (s: number) => { readonly at: Point; readonly speed_ms: number; readonly heading_deg: number };
}

/** In the direction in which the link begins, as fast as the link is free. */
export function outsideOf({ link, from, line, free_ms }: Link, name: string): Outside {
  const [[x, y], [nextX, nextY]] = [line[0]!, line[1]!];
  const long_m = Math.hypot(nextX - x, nextY - y) || 1;
  const [east, north] = [(nextX - x) / long_m, (nextY - y) / long_m];
  const back = (m: number): Point => [x - east * m, y - north * m];
  const written = (point: Point): string => `[${point.map((n) => n.toFixed(1)).join(", ")}]`;
  const begin = back(OUTSIDE_S * free_ms);
  return {
    text: [
      "[[places]]",
      `name = "outside-${name}"`,
      `east = ${begin[0].toFixed(1)}`,
      `north = ${begin[1].toFixed(1)}`,
      "[[links]]",
      `name = "outside-${name}"`,
      `from = "outside-${name}"`,
      `to = ${JSON.stringify(from)}`,
      `speed = ${Math.round(free_ms * 3.6)}`,
      `bends = [${written(begin)}, ${written([x, y])}]`,
      `turns = [{ to = ${JSON.stringify(link)} }]`,
    ].join("\n"),
    before: (s) => ({ at: back(s * free_ms), speed_ms: s > 0 ? free_ms : 0, heading_deg: (Math.atan2(east, north) * 180) / Math.PI }),
  };
}
