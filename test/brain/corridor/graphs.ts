import { readGraph } from "../../../src/brain/corridor/file.ts";
import type { Graph } from "../../../src/brain/corridor/graph.ts";
import { onEarth, type Point } from "../../../src/brain/corridor/plane.ts";
import type { Report } from "../../../src/brain/corridor/report.ts";

/** Any 32 bytes. */
export const keyOf = (n: number): string => Buffer.alloc(32, n).toString("base64");

/**
 * A road from west to east over J1 and J2, 400 m from one to the next at 50 km/h, and one from south to north over J1. Phases as in the
 * four-leg site: 2 and 6 along the road, 8 and 4 across it.
 */
export const CROSS = `
[graph]
name = "Harbour Road"
latitude = 50.94
longitude = 6.96

[[units]]
unit = "J1"
east = 0
north = 0

[[units]]
unit = "J2"
east = 400
north = 0

[[places]]
name = "west"
east = -400
north = 0

[[places]]
name = "east"
east = 800
north = 0

[[places]]
name = "south"
east = 0
north = -400

[[places]]
name = "north"
east = 0
north = 400

[[links]]
name = "west-1"
from = "west"
to = "J1"
speed = 50
approach = "west"
turns = [{ to = "1-2", phase = 2 }, { to = "1-north", phase = 2 }]

[[links]]
name = "1-2"
from = "J1"
to = "J2"
speed = 50
approach = "west"
turns = [{ to = "2-east", phase = 2 }]

[[links]]
name = "2-east"
from = "J2"
to = "east"
speed = 50

[[links]]
name = "south-1"
from = "south"
to = "J1"
speed = 50
approach = "south"
turns = [{ to = "1-north", phase = 8 }, { to = "1-2", phase = 8 }]

[[links]]
name = "1-north"
from = "J1"
to = "north"
speed = 50

[[vehicles]]
name = "RTW-1"
class = "ambulance"
key = "${keyOf(1)}"

[[vehicles]]
name = "RTW-2"
class = "ambulance"
key = "${keyOf(2)}"

[[vehicles]]
name = "LF-3"
class = "fire-engine"
key = "${keyOf(3)}"

[[vehicles]]
name = "BUS-4"
class = "bus"
key = "${keyOf(4)}"
`;

export function graphOf(text: string): Graph {
  const read = readGraph(text, "corridor.toml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.graph;
}

export const cross = (): Graph => graphOf(CROSS);

/** A report from a point of the graph's plane. */
export function reportAt(graph: Graph, vehicle: string, at_ms: number, at: Point, said: Partial<Report> = {}): Report {
  const rest = { accuracy_m: 5, speed_ms: 13.9, heading_deg: 90, way: ["2-east"], late_s: 0, ...said };
  return { vehicle, at_ms, ...onEarth(graph.plane, at), ...rest };
}
