import type { Departures } from "../../../../src/traffic/departures.ts";
import type { Signal } from "./signal.ts";

/** From one unit through a broker to another; the simulation's step adds up to a second. */
const LATENCY_MS = 200;

/** What the units of a run tell each other: each what its neighbours' site files name it for, but for what is lost on the way. */
export class Exchange {
  readonly #signals: readonly Signal[];
  readonly #loss: number;
  readonly #random: () => number;
  readonly #told = new Map<Signal, Departures>();

  constructor(signals: readonly Signal[], loss: number, random: () => number) {
    this.#signals = signals;
    this.#loss = loss;
    this.#random = random;
  }

  /** After a second of all units. */
  step(): void {
    for (const from of this.#signals) {
      const said = from.departures;
      if (said === null || said === this.#told.get(from)) continue;
      this.#told.set(from, said);
      for (const to of this.#signals)
        if (to !== from && to.names(from.id) && this.#random() >= this.#loss) to.tell(from.id, said, LATENCY_MS);
    }
  }
}
