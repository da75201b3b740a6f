import { type Graph, type Route, routeOf } from "../../src/brain/corridor/graph.ts";
import { dice } from "../dice.ts";
import { edgeOf } from "./net.ts";
import { ERRANDS, type Errand } from "./plan.ts";

/** A way through the net, edge by edge. */
export interface Way {
  readonly errand: Errand;
  readonly edges: readonly string[];
  readonly route: Route;
}

/** What an errand means in the graph. Throws where a street of it is not there. */
export function wayOf(graph: Graph, errand: Errand): Way {
  const streets = errand.over.slice(1).map((to, i) => edgeOf(errand.over[i]!, to));
  const route = routeOf(graph, streets[0]!, streets.slice(1), ({ length_m }) => length_m);
  if (route === null) throw new Error(`no way leads over ${errand.over.join(", ")}`);
  return { errand, edges: route.map(({ link }) => link.link), route };
}

export const waysIn = (graph: Graph): readonly Way[] => ERRANDS.map((errand) => wayOf(graph, errand));

/** The pause behind an ambulance: others have their time again. */
const [PAUSE_S, SPREAD_S] = [60, 60];

/** Which ambulance sets out when, by the seed: one at a time, another errand each time. Whoever is asked for by hand comes beside them. */
export class Dispatch {
  readonly #roll: (sides: number) => number;
  #due_s: number;
  #last = -1;

  constructor(seed: number, first_s: number) {
    this.#roll = dice(seed);
    this.#due_s = first_s;
  }

  get due_s(): number {
    return this.#due_s;
  }

  /** The errand that begins now, by its place in the list, or null. While anybody is on the way, nobody else is sent. */
  step(at_s: number, busy: boolean): number | null {
    if (busy) this.#due_s = Math.max(this.#due_s, at_s + PAUSE_S + this.#roll(SPREAD_S));
    if (at_s < this.#due_s) return null;
    const next = this.#roll(ERRANDS.length - 1);
    this.#last = this.#last < 0 ? 0 : (this.#last + 1 + next) % ERRANDS.length;
    this.#due_s = at_s + PAUSE_S;
    return this.#last;
  }
}
