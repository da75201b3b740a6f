import { type Seen, subscribe, type Value } from "../bench/traffic/traci/codec.ts";
import { VARIABLE } from "../bench/traffic/traci/words.ts";
import type { Driven, Others } from "./shown.ts";

const WANTED = [VARIABLE.position, VARIABLE.angle, VARIABLE.speed, VARIABLE.distance, VARIABLE.timeLoss];
const STANDS_MS = 0.1;
const RECENT_S = 300;

/** Everybody on the road of one simulation, second by second. */
export class Traffic {
  readonly subscriptions: readonly Buffer[] = [subscribe("simulation", "", [VARIABLE.departed, VARIABLE.arrived, VARIABLE.pending])];
  readonly #isOther: (vehicle: string) => boolean;
  #vehicles: ReadonlyMap<string, Driven> = new Map();
  /** Seconds in which there was no room for it at its street's end. */
  readonly #waited = new Map<string, number>();
  #departed = 0;
  #finished_lost_s = 0;
  #recent: { readonly at_s: number; readonly lost_s: number }[] = [];

  /** `isOther`: who is counted among the others. */
  constructor(isOther: (vehicle: string) => boolean) {
    this.#isOther = isOther;
  }

  get vehicles(): ReadonlyMap<string, Driven> {
    return this.#vehicles;
  }

  /** Takes a second in; what SUMO must be told so that it speaks of the newcomers. */
  step(seen: Seen, at_s: number): readonly Buffer[] {
    const simulation = seen.simulation.get("");
    const ids = (variable: number) => (simulation?.get(variable) ?? []) as readonly string[];
    for (const gone of ids(VARIABLE.arrived)) {
      const last = this.#vehicles.get(gone);
      if (last === undefined || !this.#isOther(gone)) continue;
      const lost_s = last.lost_s + (this.#waited.get(gone) ?? 0);
      this.#finished_lost_s += lost_s;
      this.#recent.push({ at_s, lost_s });
      this.#waited.delete(gone);
    }
    while (this.#recent.length > 0 && this.#recent[0]!.at_s <= at_s - RECENT_S) this.#recent.shift();
    const vehicles = new Map<string, Driven>();
    for (const [id, values] of seen.vehicle) {
      vehicles.set(
        id,
        drivenOf((variable) => values.get(variable)),
      );
    }
    this.#vehicles = vehicles;
    for (const id of ids(VARIABLE.pending)) this.#waited.set(id, (this.#waited.get(id) ?? 0) + 1);
    const departed = ids(VARIABLE.departed);
    this.#departed += departed.filter(this.#isOther).length;
    return departed.map((id) => subscribe("vehicle", id, WANTED));
  }

  others(): Others {
    let [driving, standing, lost_s] = [0, 0, this.#finished_lost_s];
    for (const [id, vehicle] of this.#vehicles) {
      if (!this.#isOther(id)) continue;
      driving++;
      if (vehicle.speed_ms < STANDS_MS) standing++;
      lost_s += vehicle.lost_s + (this.#waited.get(id) ?? 0);
    }
    const recent = this.#recent.reduce((sum, each) => sum + each.lost_s, 0);
    return {
      vehicles: this.#departed,
      driving,
      standing,
      mean_lost_s: this.#departed === 0 ? 0 : lost_s / this.#departed,
      recent_lost_s: this.#recent.length === 0 ? null : recent / this.#recent.length,
    };
  }
}

function drivenOf(get: (variable: number) => Value | undefined): Driven {
  const number = (variable: number) => get(variable) as number;
  const [x_m, y_m] = get(VARIABLE.position) as readonly [number, number];
  return {
    x_m,
    y_m,
    heading_deg: number(VARIABLE.angle),
    speed_ms: number(VARIABLE.speed),
    way_m: number(VARIABLE.distance),
    lost_s: number(VARIABLE.timeLoss),
  };
}
