import { type Graph, type Link, type Route, routeOf } from "../../../src/brain/corridor/graph.ts";
import { apart_deg, type Point } from "../../../src/brain/corridor/plane.ts";
import { free_s } from "../../../src/brain/corridor/travel.ts";
import { dice } from "../../dice.ts";
import { Misuse } from "../traffic/scenario.ts";

/** A way through the net from one end of it to another. */
export interface Drawn {
  readonly route: Route;
  /** Units on it that must open. */
  readonly signals: number;
}

/** Of so many ways in and out of a large net the bench looks for routes. */
const ENDS_MAX = 40;
/** From so few routes nothing is drawn: those that have one signal less come in. */
const POOL_LEAST = 3;

/** `count` routes, drawn by the seed from those that come by as many units as any does. Throws a Misuse where no road comes by a unit. */
export function routesIn(graph: Graph, seed: number, count: number): readonly Drawn[] {
  const roll = dice(seed);
  const pool = poolOf(graph);
  return Array.from({ length: count }, () => pool[roll(pool.length)]!);
}

/** A net's end is where one can but turn round. */
function poolOf(graph: Graph): readonly Drawn[] {
  const links = [...graph.links.values()].toSorted((a, b) => (a.link < b.link ? -1 : 1));
  const onto = (link: Link): readonly Link[] => links.filter(({ turns }) => turns.some(({ to }) => to === link.link));
  const begins = some(links.filter((link) => link.turns.length > 0 && onto(link).every((into) => turnsRound(into, link))));
  const ends = some(links.filter((link) => link.turns.every(({ to }) => turnsRound(link, graph.links.get(to)!))));
  const all = begins.flatMap((begin) => ends.flatMap((end): readonly Drawn[] => drawn(routeOf(graph, begin.link, [end.link], free_s))));
  const most = Math.max(0, ...all.map(({ signals }) => signals));
  if (most === 0) throw new Misuse("no road of the net leads from one of its ends to another by a traffic light that could be a unit");
  const best = all.filter(({ signals }) => signals === most);
  return best.length >= POOL_LEAST ? best : all.filter(({ signals }) => signals >= Math.max(1, most - 1));
}

/** More than this is no turn any more. */
const ROUND_DEG = 150;

function turnsRound({ line: from }: Link, { line: to }: Link): boolean {
  const bearing = (a: Point, b: Point): number => (Math.atan2(b[0] - a[0], b[1] - a[1]) * 180) / Math.PI;
  return apart_deg(bearing(from[0]!, from.at(-1)!), bearing(to[0]!, to.at(-1)!)) > ROUND_DEG;
}

/** A corridor file lets one turn round at a net's end, SUMO does not. */
const drawn = (route: Route | null): readonly Drawn[] =>
  route === null || route.some(({ link }, i) => i > 0 && turnsRound(route[i - 1]!.link, link))
    ? []
    : [{ route, signals: new Set(route.flatMap(({ stop }) => (stop === null ? [] : [stop.unit]))).size }];

/** Spread over all of them. */
const some = (links: readonly Link[]): readonly Link[] =>
  links.length <= ENDS_MAX ? links : Array.from({ length: ENDS_MAX }, (_, i) => links[Math.floor((i * links.length) / ENDS_MAX)]!);
