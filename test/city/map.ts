import { idOf } from "../../src/import/id.ts";
import type { Net } from "../../src/import/net.ts";
import { laneId } from "../../src/import/net.ts";
import type { Way } from "./errands.ts";
import { PARKS, SPOTS, STREETS, WATER } from "./plan.ts";
import type { CityMap, Points } from "./shown.ts";

const LANE_M = 3.2;

export function mapOf(net: Net, netText: string, ways: readonly Way[], seed: number, against: string): CityMap {
  const inner = innerLanes(netText);
  const lanes = [...net.edges.values()].flatMap(({ lanes }) => lanes.map(({ shape_m }) => rounded(shape_m)));
  const lights = [...new Set(net.programs.map(({ tls }) => tls))];
  return {
    seed,
    against,
    lanes,
    lane_m: LANE_M,
    junctions: junctionShapes(netText).map(rounded),
    units: lights.map((tls) => ({ unit: idOf(tls), at: SPOTS[tls]!.at, heads: headsOf(net, tls) })),
    places: Object.entries(SPOTS).flatMap(([spot, { at, name }]) =>
      name === undefined ? [] : [{ name, at, hospital: spot === "hospital" }],
    ),
    streets: STREETS.map(({ name, from, to, bends = [] }) => ({ name, line: [SPOTS[from]!.at, ...bends, SPOTS[to]!.at] })),
    water: WATER,
    parks: PARKS,
    errands: ways.map(({ errand, edges, route }) => {
      const { line, ends_m } = lineOver(net, inner, edges);
      const stops = route.flatMap(({ stop }, i) =>
        stop === null ? [] : [{ unit: stop.unit, at_m: Math.round(ends_m[i]!), links: linksBetween(net, edges[i]!, edges[i + 1]!) }],
      );
      return { name: errand.name, line: rounded(line), length_m: Math.round(longOf(line)), stops };
    }),
  };
}

const linksBetween = (net: Net, from: string, to: string): readonly number[] => [
  ...new Set(net.links.filter((link) => link.from === from && link.to === to).map(({ index }) => index)),
];

/** A short line across each lane where it ends at the signal. */
function headsOf(net: Net, tls: string): CityMap["units"][number]["heads"] {
  const byLane = Map.groupBy(
    net.links.filter((link) => link.tls === tls),
    ({ from, lane }) => laneId({ edge: from, index: lane }),
  );
  return [...byLane.values()].map((links) => {
    const { from, lane } = links[0]!;
    const shape = net.edges.get(from)!.lanes[lane]!.shape_m;
    const [[bx, by], [ax, ay]] = [shape.at(-1)!, shape.at(-2)!];
    const long = Math.hypot(bx - ax, by - ay);
    const [nx, ny] = [((ay - by) / long) * (LANE_M / 2), ((bx - ax) / long) * (LANE_M / 2)];
    return {
      line: rounded([
        [bx + nx, by + ny],
        [bx - nx, by - ny],
      ]),
      links: [...new Set(links.map(({ index }) => index))],
    };
  });
}

/** From the begin of the first edge to the end of the last, as a vehicle drives it: in the lane that leads on, and over the junctions' insides. */
function lineOver(
  net: Net,
  inner: ReadonlyMap<string, Points>,
  edges: readonly string[],
): { readonly line: Points; readonly ends_m: readonly number[] } {
  const ends_m: number[] = [];
  const points: (readonly [number, number])[] = [];
  for (const [i, edge] of edges.entries()) {
    const next = edges[i + 1];
    const lanes = net.edges.get(edge)!.lanes;
    const link = net.links.find(({ from, to }) => from === edge && to === next);
    const lane = link?.lane ?? Math.min(laneBefore(net, edges, i), lanes.length - 1);
    points.push(...lanes[lane]!.shape_m);
    ends_m.push(longOf(points));
    if (link !== undefined) points.push(...(inner.get(link.via) ?? []));
  }
  return { line: points, ends_m };
}

const longOf = (line: Points): number => line.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - line[i]![0], y - line[i]![1]), 0);

/** Where a street widens the lane is the one that the wider part goes on in. */
function laneBefore(net: Net, edges: readonly string[], i: number): number {
  const link = net.links.find(({ from, to }) => from === edges[i + 1] && to === edges[i + 2]);
  const before = net.links.find(({ from, to }) => from === edges[i - 1] && to === edges[i]);
  return link?.lane ?? before?.to_lane ?? 0;
}

function* elements(netText: string, name: string): Generator<(key: string) => string> {
  for (const [text] of netText.matchAll(new RegExp(`<${name} [^>]*>`, "g")))
    yield (key) => new RegExp(` ${key}="([^"]*)"`).exec(text)?.[1] ?? "";
}

const pointsIn = (shape: string): Points =>
  shape
    .split(" ")
    .filter((each) => each !== "")
    .map((each) => each.split(",").map(Number) as unknown as readonly [number, number]);

const innerLanes = (netText: string): ReadonlyMap<string, Points> =>
  new Map(
    [...elements(netText, "lane")].flatMap((get) => (get("id").startsWith(":") ? [[get("id"), pointsIn(get("shape"))] as const] : [])),
  );

const junctionShapes = (netText: string): readonly Points[] =>
  [...elements(netText, "junction")].flatMap((get) => {
    const shape = pointsIn(get("shape"));
    return get("type") === "internal" || shape.length < 3 ? [] : [shape];
  });

const rounded = (line: Points): Points => line.map(([x, y]) => [Math.round(x * 100) / 100, Math.round(y * 100) / 100]);
