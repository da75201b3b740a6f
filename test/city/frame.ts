import type { Live } from "../../src/traffic/live.ts";
import type { Trip } from "./run.ts";
import { leadOf } from "./run.ts";
import type { Driven, Frame, Standing, TripFrame } from "./shown.ts";

/** By then the next ambulance is nearer than what the last one has cost. */
const RECOVERED_S = 90;
const isGreen = (letter: string | undefined): boolean => letter === "G" || letter === "g";

/** Of one unit, second by second: for whom it does what, and since when it makes up for it. */
export class StandingLog {
  readonly #unit: string;
  readonly #linksOf: (stage: number) => readonly number[];
  #vehicle = "";
  /** Links that were red while somebody had called their stage, and have not been green since. */
  #owed: ReadonlySet<number> = new Set();
  #over_s = 0;

  /** `linksOf`: places of the letters that are green in a stage. */
  constructor(unit: string, linksOf: (stage: number) => readonly number[]) {
    this.#unit = unit;
    this.#linksOf = linksOf;
  }

  /** `way`: places of the letters that let the ambulance `vehicle` over this unit. */
  step(
    at_s: number,
    { priority, phases }: Pick<Live, "priority" | "phases">,
    lamps: string,
    way: (vehicle: string) => readonly number[],
  ): Standing {
    const waiting = priority.filter(({ status }) => status !== "refused" && status !== "served");
    const first = waiting.toSorted((a, b) => a.arrival_ds - b.arrival_ds)[0];
    const said = { unit: this.#unit, lamps };
    if (first !== undefined) {
      const { vehicle, status, arrival_ds } = first;
      const called = phases.filter(({ call, interval }) => call && interval !== "green").flatMap(({ phase }) => this.#linksOf(phase));
      this.#vehicle = vehicle;
      this.#owed = new Set(called.filter((link) => !isGreen(lamps[link])));
      this.#over_s = at_s;
      const state = way(vehicle).some((link) => isGreen(lamps[link])) ? "green" : status === "active" ? "preparing" : "asked";
      return { ...said, state, vehicle, arrives_s: Math.round(arrival_ds / 10) };
    }
    this.#owed = new Set([...this.#owed].filter((link) => !isGreen(lamps[link])));
    if (this.#owed.size === 0 || at_s - this.#over_s > RECOVERED_S) return { ...said, state: "", vehicle: "", arrives_s: 0 };
    return { ...said, state: "recovering", vehicle: this.#vehicle, arrives_s: 0 };
  }
}

export const tripFrame = ({ number, vehicle, errand, sent_s, ended, own, other }: Trip): TripFrame => ({
  number,
  vehicle,
  errand,
  sent_s,
  ended,
  own: own.drive,
  other: other.drive,
  lead: leadOf(own, other),
});

/** Ambulances travel with their trips. */
export const vehiclesIn = (vehicles: ReadonlyMap<string, Driven>, isOther: (id: string) => boolean): Frame["vehicles"] =>
  [...vehicles].flatMap(([id, { x_m, y_m, heading_deg, speed_ms }]): Frame["vehicles"] =>
    isOther(id) ? [[id, Math.round(x_m * 10), Math.round(y_m * 10), Math.round(heading_deg), Math.round(speed_ms * 10)]] : [],
  );
