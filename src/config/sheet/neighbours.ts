import { lanesOf } from "../../traffic/lanes.ts";
import type { Neighbour, Site } from "../../traffic/site.ts";
import { tenths } from "../fields.ts";
import { section } from "./columns.ts";

/** Who tells us of whom, and what we have to tell. */
export const neighbourLines = (site: Site): string[] =>
  site.neighbours.length === 0 ? [] : [...section("neighbours", site.neighbours.flatMap(roadLines)), ...told(site)];

function roadLines({ unit, approach, to_lanes, distance_m, travel_ds, lanes }: Neighbour): string[] {
  if (approach === "") return [`  ${unit}: hears who leaves us`];
  const into = to_lanes.length === 0 ? "" : ` lane${to_lanes.length > 1 ? "s" : ""} ${to_lanes.join(", ")}`;
  const from = lanes.map((each) =>
    `${each.approach} lane ${each.lane} ${each.share_pm === 1_000 ? "" : `(${tenths(each.share_pm)} %)`}`.trim(),
  );
  return [`  ${unit}: ${distance_m} m and ${tenths(travel_ds)} s to our ${approach}${into}; over its ${from.join(", ")}`];
}

function told({ detectors }: Site): string[] {
  const lanes = lanesOf(detectors);
  const silent = lanes.filter(({ stop_line }) => stop_line < 0).map(({ approach, lane }) => `${approach} lane ${lane}`);
  const all = silent.length === lanes.length;
  if (all) return ["  they hear of nobody: no lane has a stop-line loop, which counts who leaves"];
  return silent.length === 0 ? [] : [`  they do not hear of ${silent.join(", ")}: no stop-line loop counts who leaves`];
}
