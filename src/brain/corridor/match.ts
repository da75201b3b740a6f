import type { Graph, Link, Route } from "./graph.ts";
import { apart_deg, besides, onPlane, type Point } from "./plane.ts";
import type { Report } from "./report.ts";

/** Lanes and the width of the road lie beside the line that stands for it. */
const ROAD_M = 20;
/** How far from the road a report may be that is as exact as it says. */
export const tolerance_m = (accuracy_m: number): number => ROAD_M + 2 * accuracy_m;
/** Below this a receiver does not know where it is heading. */
const MOVING_MS = 2;
/** A lane that turns, a heading that lags behind: more than this is another direction of driving. */
const ASTRAY_DEG = 75;

/** Metres from the begin of the link, as long as the link says it is; null where the report cannot be of it. */
function onLink(link: Link, at: Point, { accuracy_m, speed_ms, heading_deg }: Report, turned_deg: number) {
  const drawn = besides(link.line, at);
  const long_m = drawnLength(link);
  const fit = drawn.filter(
    ({ off_m, bearing_deg }) =>
      off_m <= tolerance_m(accuracy_m) && (speed_ms < MOVING_MS || apart_deg(bearing_deg + turned_deg, heading_deg) <= ASTRAY_DEG),
  );
  return fit.map(({ along_m, off_m }) => ({ along_m: (along_m * link.length_m) / long_m, off_m }));
}

const drawnLength = ({ line }: Link): number =>
  Math.max(
    1,
    line.slice(1).reduce((sum, to, i) => sum + Math.hypot(to[0] - line[i]![0], to[1] - line[i]![1]), 0),
  );

/** Where on the route the report is, between `from_m` and `to_m`: the nearest to the road, and of equals to `near_m`; null if nowhere there. */
export function onRoute(graph: Graph, route: Route, report: Report, from_m: number, to_m: number, near_m: number): number | null {
  const at = onPlane(graph.plane, report);
  let best: { readonly at_m: number; readonly cost: number } | null = null;
  for (const { link, begin_m, end_m } of route) {
    if (end_m < from_m || begin_m > to_m) continue;
    for (const { along_m, off_m } of onLink(link, at, report, graph.plane.turned_deg)) {
      const at_m = begin_m + along_m;
      if (at_m < from_m || at_m > to_m) continue;
      // A route that crosses or follows itself: being where it is expected counts for a tenth of being on the road.
      const cost = off_m + Math.abs(at_m - near_m) / 10;
      if (best === null || cost < best.cost) best = { at_m, cost };
    }
  }
  return best?.at_m ?? null;
}

/** Links of the whole graph that the report may be on, the nearest first. */
export function linksNear(graph: Graph, report: Report): readonly Link[] {
  const at = onPlane(graph.plane, report);
  return [...graph.links.values()]
    .flatMap((link) => onLink(link, at, report, graph.plane.turned_deg).map(({ off_m }) => ({ link, off_m })))
    .toSorted((a, b) => a.off_m - b.off_m)
    .map(({ link }) => link);
}
