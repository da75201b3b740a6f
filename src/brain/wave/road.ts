import type { PhaseNumber } from "../../traffic/numbers.ts";
import { between } from "../corridor/between.ts";
import type { Arterial, Graph, Link } from "../corridor/graph.ts";

/** One direction of an arterial at one of its units. */
export interface Stop {
  /** Its place among the arterial's units. */
  readonly unit: number;
  /** Whose green lets the road's own traffic on. */
  readonly phase: PhaseNumber;
  /** The roads from the unit before, or from the end; the last ends at its stop line. */
  readonly legs: readonly Link[];
  /** The unit before; null: they come from outside, by chance. */
  readonly from: number | null;
  /** Who drives onto the first of the legs at the unit before, and by which phase. */
  readonly feeders: readonly { readonly link: Link; readonly phase: PhaseNumber; readonly own: boolean }[];
}

/** An arterial as its graph has it. A direction in which a link or a turn is missing is none: a one-way street. */
export interface Road {
  readonly name: string;
  readonly units: readonly string[];
  readonly ways: readonly (readonly Stop[])[];
}

/** Why it cannot be, in words. */
export function roadOf(graph: Graph, { name, over }: Arterial): Road | { readonly refused: string } {
  const units = over.slice(1, -1).filter((each) => graph.units.has(each));
  const ways: (readonly Stop[])[] = [];
  const why: string[] = [];
  for (const way of [over, over.toReversed()]) {
    const stops = stopsOf(graph, way, units);
    if (typeof stops === "string") why.push(stops);
    else ways.push(stops);
  }
  return ways.length === 0 ? { refused: `"${name}" leads nowhere: ${why[0]}` } : { name, units, ways };
}

function stopsOf(graph: Graph, over: readonly string[], units: readonly string[]): readonly Stop[] | string {
  const all = [...graph.links.values()];
  const links: Link[] = [];
  for (const [i, to] of over.slice(1).entries()) {
    const way = between(all, graph.units, over[i]!, to);
    if (way === null) return `no way leads from ${over[i]} to ${to}`;
    links.push(...way);
  }
  const stops: Stop[] = [];
  let begin = 0;
  for (const [i, link] of links.slice(0, -1).entries()) {
    if (!graph.units.has(link.to)) continue;
    const next = links[i + 1]!;
    const phase = link.turns.find(({ to }) => to === next.link)?.phase ?? null;
    if (phase === null) return `link ${link.link} has no turn to ${next.link} with a phase of ${link.to}`;
    const legs = links.slice(begin, i + 1);
    const before = stops.at(-1);
    const feeders = before === undefined ? [] : feedersOf(all, legs[0]!, before.legs.at(-1)!);
    stops.push({ unit: units.indexOf(link.to), phase, legs, from: before?.unit ?? null, feeders });
    begin = i + 1;
  }
  return stops;
}

function feedersOf(all: readonly Link[], onto: Link, own: Link): Stop["feeders"] {
  return all.flatMap((link) => {
    const phase = link.to === onto.from ? (link.turns.find(({ to }) => to === onto.link)?.phase ?? null) : null;
    return phase === null ? [] : { link, phase, own: link === own };
  });
}
