import { SaxesParser } from "saxes";
import { isSpecial, type Special } from "./special.ts";

/** What became of one special vehicle. Seconds from when it was due. */
export interface Course {
  readonly vehicle: string;
  readonly signals: number;
  readonly length_m: number;
  readonly due_s: number;
  readonly travel_s: number;
  readonly stops: number;
  /** false: it was still on its way when the simulation ended, which is the end of its time. */
  readonly arrived: boolean;
}

/** SUMO's tripinfo → the special vehicles of a run. Throws an Error if SUMO has left one out. */
export function coursesIn(xml: string, specials: readonly Special[], end_s: number): readonly Course[] {
  const trips = new Map<string, { readonly [key: string]: string }>();
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const trip = attributes as { readonly [key: string]: string };
    if (name === "tripinfo" && isSpecial(trip["id"] ?? "")) trips.set(trip["id"]!, trip);
  });
  parser.write(xml).close();
  return specials.map(({ id, due_s, drawn }) => {
    const trip = trips.get(id);
    if (trip === undefined) throw new Error(`SUMO has left out the special vehicle ${id}`);
    const arrival_s = Number(trip["arrival"]);
    const arrived = arrival_s >= 0;
    return {
      vehicle: id,
      signals: drawn.signals,
      length_m: drawn.route.at(-1)!.end_m,
      due_s,
      travel_s: (arrived ? arrival_s : end_s) - due_s,
      stops: Number(trip["waitingCount"]),
      arrived,
    };
  });
}

/** SUMO's summary → of each second how much time everybody together loses in it: those who are slower than they may be, and those not yet let in. */
export function lossRateIn(xml: string): readonly number[] {
  return [...xml.matchAll(/<step [^>]*>/g)].map(([step]) => {
    const of = (name: string): number => Number(new RegExp(` ${name}="([^"]*)"`).exec(step)?.[1] ?? 0);
    return of("running") * (1 - Math.max(0, of("meanSpeedRelative"))) + of("waiting");
  });
}
