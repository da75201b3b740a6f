import { type Graph, type Link, type Route, routeOf } from "../../../src/brain/corridor/graph.ts";
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
  const begins = some(
    links.filter(({ from, to, turns }) => turns.length > 0 && links.every((into) => into.to !== from || into.from === to)),
  );
  const ends = some(links.filter(({ from, to }) => links.every((on) => on.from !== to || on.to === from)));
  const all = begins.flatMap((begin) => ends.flatMap((end): readonly Drawn[] => drawn(routeOf(graph, begin.link, [end.link], free_s))));
  const most = Math.max(0, ...all.map(({ signals }) => signals));
  if (most === 0) throw new Misuse("no road of the net leads from one of its ends to another by a traffic light that could be a unit");
  const best = all.filter(({ signals }) => signals === most);
  return best.length >= POOL_LEAST ? best : all.filter(({ signals }) => signals >= Math.max(1, most - 1));
}

const drawn = (route: Route | null): readonly Drawn[] =>
  route === null ? [] : [{ route, signals: new Set(route.flatMap(({ stop }) => (stop === null ? [] : [stop.unit]))).size }];

/** Spread over all of them. */
const some = (links: readonly Link[]): readonly Link[] =>
  links.length <= ENDS_MAX ? links : Array.from({ length: ENDS_MAX }, (_, i) => links[Math.floor((i * links.length) / ENDS_MAX)]!);
