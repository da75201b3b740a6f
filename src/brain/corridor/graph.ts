import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { VehicleClass } from "./classes.ts";
import type { Plane, Point } from "./plane.ts";

/** One direction of a road from one junction to the next. */
export interface Link {
  readonly link: string;
  /** Units and places by name. */
  readonly from: string;
  readonly to: string;
  readonly length_m: number;
  /** What is driven when nobody is in the way. */
  readonly free_ms: number;
  /** From `from` to the stop line at `to`. */
  readonly line: readonly Point[];
  /** What the unit's own site file calls it, to know whose queue stands here; "" where nobody said. */
  readonly approach: string;
  /** Where it goes on; by which phase, if a unit stands there. */
  readonly turns: readonly Turn[];
}

export interface Turn {
  readonly to: string;
  readonly phase: PhaseNumber | null;
}

/** Who may report, and what it is when it does. */
export interface PinnedVehicle {
  readonly vehicle: string;
  readonly class: VehicleClass;
  /** Ed25519, raw 32 bytes in base64. */
  readonly key: string;
}

/** Units, and the roads between them. */
export interface Graph {
  readonly name: string;
  readonly plane: Plane;
  readonly units: ReadonlySet<string>;
  readonly links: ReadonlyMap<string, Link>;
  readonly vehicles: ReadonlyMap<string, PinnedVehicle>;
  readonly arterials: readonly Arterial[];
}

/** A road whose units are to let platoons through, from end to end. */
export interface Arterial {
  readonly name: string;
  /** Units and places in order; where it begins and ends no signal is timed. */
  readonly over: readonly string[];
  /** When a green wave may be: in minutes of local time. */
  readonly periods: readonly {
    readonly name: string;
    readonly days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
    readonly from_min: number;
    readonly to_min: number;
  }[];
}

/** One link of a route. */
export interface Leg {
  readonly link: Link;
  /** From the begin of the route to both ends of the link. */
  readonly begin_m: number;
  readonly end_m: number;
  /** Who must open at its end, and which phase; null where nobody stands, and at the route's own end. */
  readonly stop: { readonly unit: string; readonly phase: PhaseNumber } | null;
}

export type Route = readonly Leg[];

/** The fastest way from the begin of link `first` over the links `way` in their order to the end of its last one; null if there is none. */
export function routeOf(graph: Graph, first: string, way: readonly string[], seconds: (link: Link) => number): Route | null {
  const path: Link[] = [];
  let at = first;
  for (const goal of way) {
    const piece = fastest(graph, at, goal, seconds);
    if (piece === null) return null;
    path.push(...(path.length === 0 ? piece : piece.slice(1)));
    at = goal;
  }
  const legs: Leg[] = [];
  let begin_m = 0;
  for (const [i, link] of path.entries()) {
    const phase = link.turns.find(({ to }) => to === path[i + 1]?.link)?.phase ?? null;
    const end_m = begin_m + link.length_m;
    legs.push({ link, begin_m, end_m, stop: phase === null ? null : { unit: link.to, phase } });
    begin_m = end_m;
  }
  return legs.length === 0 ? null : legs;
}

/** Dijkstra over links: turns that are not stated are not made. */
function fastest(graph: Graph, first: string, goal: string, seconds: (link: Link) => number): readonly Link[] | null {
  const start = graph.links.get(first);
  if (start === undefined || !graph.links.has(goal)) return null;
  const best = new Map<string, { readonly cost_s: number; readonly link: Link; readonly from: string | null }>();
  const open = new Map([[first, { cost_s: 0, link: start, from: null as string | null }]]);
  while (open.size > 0) {
    let [name, near] = open.entries().next().value!;
    for (const [other, each] of open) if (each.cost_s < near.cost_s) [name, near] = [other, each];
    open.delete(name);
    best.set(name, near);
    if (name === goal) break;
    for (const { to } of near.link.turns) {
      const link = graph.links.get(to);
      if (link === undefined || best.has(to)) continue;
      const cost_s = near.cost_s + seconds(link);
      if (cost_s < (open.get(to)?.cost_s ?? Number.POSITIVE_INFINITY)) open.set(to, { cost_s, link, from: name });
    }
  }
  const path: Link[] = [];
  for (let at: string | null = best.has(goal) ? goal : null; at !== null; at = best.get(at)!.from) path.unshift(best.get(at)!.link);
  return path.length === 0 ? null : path;
}
