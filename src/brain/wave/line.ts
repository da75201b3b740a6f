import type { Link } from "../corridor/graph.ts";
import { chance_s, delay_s, stopShare } from "../timing/delay.ts";
import type { Load } from "../timing/loads.ts";
import { green_ds, type Timing } from "../timing/timing.ts";
import { greensOf, shareOfSeconds } from "./greens.ts";
import { disperse, even, later, type Profile, type Served, serve, total } from "./platoon.ts";
import type { Road, Stop } from "./road.ts";

/** What a stop is worth: so many seconds of delay. */
export const STOP_S = 10;
const HOUR_S = 3_600;
/** Of those whose lane leads to several roads, so many go along the arterial; the others share what is left. */
const ALONG = 0.8;

/** A unit of the arterial with its timing; its cycle goes into the common one once or twice. */
export interface Timed {
  readonly timing: Timing;
  readonly coordinated: readonly Stop["phase"][];
}

/** Lanes of one approach that have the same greens. */
interface Stream {
  readonly green: Float64Array;
  /** Who leaves it in a second of green. */
  readonly rate: number;
  /** Of those who come to the approach. */
  readonly share: number;
  readonly through: boolean;
}

/** One stop with everything that no offset changes. */
interface Place {
  readonly stop: Stop;
  readonly travel_s: number;
  readonly vehicles: number;
  readonly streams: readonly Stream[];
  /** What drives onto the way here at the unit before, by its own clock: the road's own traffic left open. */
  readonly others: Profile | null;
  readonly own: number;
}

/** What befalls the road's own traffic at one stop, in one direction. */
export interface AtStop {
  readonly unit: number;
  readonly delay_s: number;
  readonly stops_pm: number;
  readonly on_green_pm: number;
  readonly vehicles_h: number;
}

export interface Figures {
  /** Delay and stops of all who come along the arterial, in vehicle seconds an hour: what offsets change. */
  readonly cost: number;
  readonly ways: readonly (readonly AtStop[])[];
}

/** An arterial under one common cycle, ready to be asked what any offsets cost. Everything about it is a value; seconds are whole. */
export class Line {
  readonly cycle_s: number;
  readonly units: readonly Timed[];
  /** By direction. */
  readonly places: readonly (readonly Place[])[];
  /** Delay and stops of all who cross or begin at the arterial, and what chance costs everybody: no offset changes it. */
  readonly fixed: number;

  constructor(road: Road, units: readonly Timed[], cycle_s: number, travel_s: (link: Link) => number) {
    this.cycle_s = cycle_s;
    this.units = units;
    const greens = units.map(({ timing, coordinated }) => greensOf(timing, coordinated));
    const share = (unit: number, phases: readonly Stop["phase"][]) =>
      shareOfSeconds(greens[unit]!, phases, units[unit]!.timing.cycle_ds, cycle_s);
    const on = new Set<Load>();
    this.places = road.ways.map((stops) =>
      stops.map((stop): Place => {
        const { loads } = units[stop.unit]!.timing;
        const here = loadsAt(loads, stop.legs.at(-1)!, stop.phase);
        for (const load of here) on.add(load);
        const all_h = sum(here.map(({ vehicles_h }) => vehicles_h));
        const groups = Map.groupBy(here, ({ phases }) => phases.join());
        const streams = [...groups.values()].map(
          (lanes): Stream => ({
            green: share(stop.unit, lanes[0]!.phases),
            rate: sum(lanes.map(({ headway_s }) => 1 / headway_s)),
            share: all_h === 0 ? 0 : sum(lanes.map(({ vehicles_h }) => vehicles_h)) / all_h,
            through: lanes[0]!.phases.includes(stop.phase),
          }),
        );
        const fed = stop.from === null ? null : feeds(stop, units[stop.from]!, (phases) => share(stop.from!, phases), cycle_s);
        const [own, others] = fed === null ? [0, null] : [fed.own, fed.others];
        const vehicles = (all_h > 0 || fed === null ? all_h : (own + total(fed.others)) * (HOUR_S / cycle_s)) * (cycle_s / HOUR_S);
        return { stop, travel_s: sum(stop.legs.map(travel_s)), vehicles, streams, others, own };
      }),
    );
    this.fixed = sum(units.map(({ timing }) => sum(timing.loads.map((load) => fixedOf(load, timing, on.has(load))))));
  }

  /** `offsets_s` by unit. */
  figures(offsets_s: readonly number[]): Figures {
    const ways = this.places.map((way) => this.#along(way, offsets_s));
    return { cost: sum(ways.map(({ cost }) => cost)), ways: ways.map(({ stops }) => stops) };
  }

  /** What one direction's stop costs if the unit before gets its own traffic evenly: it depends on the difference of the two offsets alone. */
  pair(way: number, i: number): (difference_s: number) => number {
    const [before, place] = [this.places[way]![i - 1]!, this.places[way]![i]!];
    const came = this.#serve(before, even(before.vehicles, this.cycle_s), 0);
    const coming = this.#coming(place, came.through, 0);
    return (difference_s) => this.#cost(this.#serve(place, coming, difference_s).all);
  }

  #along(way: readonly Place[], offsets_s: readonly number[]): { readonly cost: number; readonly stops: readonly AtStop[] } {
    let through: Profile | null = null;
    let cost = 0;
    const stops: AtStop[] = [];
    for (const place of way) {
      const { unit, from } = place.stop;
      const coming: Profile =
        from === null || through === null ? even(place.vehicles, this.cycle_s) : this.#coming(place, through, offsets_s[from]!);
      const served = this.#serve(place, coming, offsets_s[unit]!);
      cost += this.#cost(served.all);
      stops.push(
        this.#atStop(
          unit,
          served.all.filter(({ through: own }) => own),
          served.vehicles,
        ),
      );
      through = served.through;
    }
    return { cost, stops };
  }

  /** Who comes to the stop, by the time of day: `through` has left the unit before by it, the others by that unit's clock, `offset_s` later. */
  #coming(place: Place, through: Profile, offset_s: number): Profile {
    const left = total(through);
    const others = later(place.others!, offset_s);
    const all = others.map((each, k) => each + (left > 0 ? (through[k]! * place.own) / left : place.own / this.cycle_s));
    const sent = total(all);
    const scale = sent > 0 ? place.vehicles / sent : 0;
    return disperse(
      all.map((each) => each * scale),
      place.travel_s,
    );
  }

  #serve({ streams }: Place, coming: Profile, offset_s: number) {
    let through: Profile = new Float64Array(this.cycle_s);
    let vehicles = 0;
    const all = streams.map((stream) => {
      const here = coming.map((each) => each * stream.share);
      const served = serve(here, later(stream.green, offset_s), stream.rate);
      if (stream.through) {
        through = through.map((each, k) => each + served.leaving[k]!);
        vehicles += total(here);
      }
      return { ...served, through: stream.through };
    });
    return { all, through, vehicles };
  }

  #cost(all: readonly Served[]): number {
    return (sum(all.map(({ delay_vs, stops }) => delay_vs + STOP_S * stops)) * HOUR_S) / this.cycle_s;
  }

  #atStop(unit: number, own: readonly Served[], vehicles: number): AtStop {
    const of = (key: "delay_vs" | "stops" | "on_green") => (vehicles > 0 ? sum(own.map((served) => served[key])) / vehicles : 0);
    return {
      unit,
      delay_s: of("delay_vs"),
      stops_pm: Math.round(of("stops") * 1_000),
      on_green_pm: Math.round(of("on_green") * 1_000),
      vehicles_h: Math.round((vehicles * HOUR_S) / this.cycle_s),
    };
  }
}

/** The lanes that end where a link does: by the approach that its file names, else those that its phase serves. */
const loadsAt = (loads: readonly Load[], { approach }: Link, phase: Stop["phase"]): readonly Load[] =>
  loads.filter((load) => (approach === "" ? load.phases.includes(phase) : load.approach === approach));

function feeds(stop: Stop, { timing }: Timed, share: (phases: readonly Stop["phase"][]) => Float64Array, cycle_s: number) {
  let others: Profile = new Float64Array(cycle_s);
  let own = 0;
  for (const feeder of stop.feeders) {
    const lanes = loadsAt(timing.loads, feeder.link, feeder.phase).filter(({ phases }) => phases.includes(feeder.phase));
    const ways = feeder.link.turns.filter(({ phase }) => phase === feeder.phase).length;
    const part = ways <= 1 ? 1 : feeder.own ? ALONG : (1 - ALONG) / 2;
    const vehicles = (part * sum(lanes.map(({ vehicles_h }) => vehicles_h)) * cycle_s) / HOUR_S;
    if (feeder.own) own += vehicles;
    else {
      const { leaving } = serve(even(vehicles, cycle_s), share([feeder.phase]), sum(lanes.map(({ headway_s }) => 1 / headway_s)));
      others = others.map((each, k) => each + leaving[k]!);
    }
  }
  return { own, others };
}

/** A lane's cost in vehicle seconds an hour, as far as no offset changes it; of those that come along the arterial what chance adds alone. */
function fixedOf({ vehicles_h, y, phases }: Load, timing: Timing, along: boolean): number {
  if (vehicles_h === 0) return 0;
  const [green_s, cycle_s] = [green_ds(timing, phases) / 10, timing.cycle_ds / 10];
  if (green_s <= 0) return along ? 0 : vehicles_h * 900;
  if (along) return vehicles_h * chance_s(vehicles_h, y, green_s, cycle_s);
  return vehicles_h * (delay_s(vehicles_h, y, green_s, cycle_s) + STOP_S * stopShare(y, green_s, cycle_s));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
