import { NEIGHBOURS_MAX } from "../traffic/numbers.ts";
import { idOf } from "./id.ts";
import { type Leg, legsOf } from "./legs.ts";
import { type Join, type LaneRef, laneId, type Net } from "./net.ts";
import { Refusal } from "./refusal.ts";
import { drivesOn, signalOf } from "./signal.ts";

/** A traffic light from which vehicles come to a leg of ours; one that only we send some to has no leg. */
export interface Neighbour {
  readonly unit: string;
  readonly tls: string;
  readonly leg: string;
  /** Along the road from its stop line to ours, and how long that takes at the speed limits. */
  readonly distance_m: number;
  readonly travel_s: number;
  /** Its lanes by its own leg and number; a net has no turning shares, so these are made up. */
  readonly lanes: readonly { readonly approach: string; readonly lane: number; readonly share: number }[];
}

/** Farther away nobody is a neighbour: a platoon has dissolved by then. */
const [FARTHEST_M, FARTHEST_S, FARTHEST_EDGES] = [1_500, 100, 12];
/** Who goes straight on, beside one who turns. */
const STRAIGHT = 3;
/** Of a lane so few are not worth a word. */
const LEAST_SHARE = 0.02;

/** Where a leg's vehicles come from. */
interface Source {
  readonly tls: string;
  readonly from: LaneRef;
  readonly distance_m: number;
  readonly travel_s: number;
  readonly share: number;
}

/** Of traffic light `tls`: whoever sends it vehicles, and whoever it sends some to. */
export function neighboursOf(net: Net, tls: string, legs: readonly Leg[]): readonly Neighbour[] {
  const fed = legs.flatMap((leg) => {
    const others = [...Map.groupBy(sourcesOf(net, leg.edge), (source) => source.tls)].filter(([other]) => other !== tls);
    return others.flatMap(([other, sources]) => neighbourOf(net, other, leg, sources));
  });
  const told = [...new Set(net.programs.map((program) => program.tls))].filter(
    (other) => other !== tls && !fed.some((each) => each.tls === other) && edgesTo(net, other).some((edge) => sends(net, tls, edge)),
  );
  const hears = told.map((other): Neighbour => ({ unit: idOf(other), tls: other, leg: "", distance_m: 0, travel_s: 0, lanes: [] }));
  return [...fed.toSorted((a, b) => weightOf(b) - weightOf(a)), ...hears].slice(0, NEIGHBOURS_MAX);
}

const weightOf = ({ lanes }: Neighbour): number => lanes.reduce((sum, { share }) => sum + share, 0);

const edgesTo = (net: Net, tls: string): readonly string[] => [
  ...new Set(net.links.filter((link) => link.tls === tls && drivesOn(net, link)).map((link) => link.from)),
];

const sends = (net: Net, tls: string, edge: string): boolean => sourcesOf(net, edge).some((source) => source.tls === tls);

function neighbourOf(net: Net, tls: string, leg: Leg, sources: readonly Source[]): readonly Neighbour[] {
  const legs = legsIn(net, tls);
  const lanes = new Map<string, { approach: string; lane: number; share: number }>();
  for (const { from, share } of sources) {
    const approach = legs.find(({ edge }) => edge === from.edge);
    const lane = (approach?.lanes.indexOf(from.index) ?? -1) + 1;
    if (approach === undefined || lane === 0) continue;
    const before = lanes.get(laneId(from))?.share ?? 0;
    lanes.set(laneId(from), { approach: approach.name, lane, share: Math.min(1, before + share) });
  }
  const told = [...lanes.values()].filter(({ share }) => share >= LEAST_SHARE);
  const main = sources.reduce((a, b) => (b.share > a.share ? b : a));
  if (told.length === 0) return [];
  return [{ unit: idOf(tls), tls, leg: leg.name, distance_m: Math.round(main.distance_m), travel_s: main.travel_s, lanes: told }];
}

/** A traffic light that cannot be imported is nobody's neighbour. */
function legsIn(net: Net, tls: string): readonly Leg[] {
  try {
    return legsOf(net, signalOf(net, tls));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** Back from the end of `edge`, past junctions without a traffic light, to the stop lines of those that have one. */
function sourcesOf(net: Net, edge: string): readonly Source[] {
  const known = knownOf(net);
  const cached = known.sources.get(edge);
  if (cached !== undefined) return cached;
  const sources: Source[] = [];
  const way = [{ edge, distance_m: 0, travel_s: 0, share: 1 }];
  const seen = new Set([edge]);
  for (let i = 0; i < way.length && i < FARTHEST_EDGES; i++) {
    const { edge: to, ...near } = way[i]!;
    const lane = net.edges.get(to)?.lanes.find(({ drives, length_m }) => drives && length_m > 0);
    if (lane === undefined) continue;
    const at = { distance_m: near.distance_m + lane.length_m, travel_s: near.travel_s + lane.length_m / lane.speed_ms };
    if (!(at.distance_m <= FARTHEST_M && at.travel_s <= FARTHEST_S)) continue;
    for (const [from, joins] of Map.groupBy(known.into.get(to) ?? [], (join) => join.from.edge)) {
      const byLane = Map.groupBy(joins, (join) => laneId(join.from));
      const inside_m = Math.max(...joins.map((join) => join.length_m));
      const far = { distance_m: at.distance_m + inside_m, travel_s: at.travel_s + inside_m / lane.speed_ms };
      const shares = [...byLane.values()].map(([join]) => ({ from: join!.from, share: near.share * shareOf(net, join!.from, to) }));
      const tls = known.lights.get(`${from} ${to}`);
      if (tls !== undefined) sources.push(...shares.map((each) => ({ tls, ...far, ...each })));
      else if (!seen.has(from)) {
        seen.add(from);
        const driven = net.edges.get(from)?.lanes.filter(({ drives }) => drives).length ?? 1;
        way.push({ edge: from, ...far, share: shares.reduce((sum, { share }) => sum + share, 0) / Math.max(1, driven) });
      }
    }
  }
  known.sources.set(edge, sources);
  return sources;
}

/** Of those who leave a lane, how many turn into `edge`. */
function shareOf(net: Net, from: LaneRef, edge: string): number {
  const ways = Map.groupBy(net.joins.out.get(laneId(from)) ?? [], (join) => join.to.edge);
  const weights = [...ways].map(([to, joins]) => ({ to, weight: joins.some(({ direction }) => direction === "s") ? STRAIGHT : 1 }));
  const own = weights.find(({ to }) => to === edge)?.weight ?? 0;
  return (
    own /
    Math.max(
      1,
      weights.reduce((sum, { weight }) => sum + weight, 0),
    )
  );
}

interface Known {
  /** By edge, the ways into it. */
  readonly into: ReadonlyMap<string, readonly Join[]>;
  /** By edge and the next one, the traffic light between them. */
  readonly lights: ReadonlyMap<string, string>;
  readonly sources: Map<string, readonly Source[]>;
}
const KNOWN = new WeakMap<Net, Known>();

function knownOf(net: Net): Known {
  const cached = KNOWN.get(net);
  if (cached !== undefined) return cached;
  const joins = [...net.joins.out.values()].flat();
  const known: Known = {
    into: Map.groupBy(joins, (join) => join.to.edge),
    lights: new Map(net.links.map((link) => [`${link.from} ${link.to}`, link.tls])),
    sources: new Map(),
  };
  KNOWN.set(net, known);
  return known;
}
