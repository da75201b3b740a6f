import type { Live } from "../traffic/live.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Site } from "../traffic/site.ts";

/**
 * How often each detector and each push button was seen to come on since the unit started, failed and forced ones too: what a person who trips it
 * by hand wants to know. For eyes alone.
 */
export class Seen {
  readonly #detectors: ReadonlyMap<number, Tally>;
  readonly #buttons: ReadonlyMap<number, Tally>;

  constructor({ detectors, pedestrian_detectors }: Site) {
    const tallies = (of: readonly { readonly number: number }[]) => new Map(of.map(({ number }) => [number, { on: false, seen: 0 }]));
    this.#detectors = tallies(detectors);
    this.#buttons = tallies(pedestrian_detectors);
  }

  step(observations: readonly Observation[]): void {
    for (const o of observations) {
      if (o.kind === "actuation") turn(this.#detectors.get(o.detector), o.on);
      else if (o.kind === "zone") turn(this.#detectors.get(o.detector), o.vehicles > 0);
      else if (o.kind === "button") turn(this.#buttons.get(o.detector), o.on);
      else if (o.kind === "count") {
        const tally = this.#detectors.get(o.detector);
        if (tally !== undefined) tally.seen += o.volume;
      }
    }
  }

  detector(number: number): number {
    return this.#detectors.get(number)?.seen ?? 0;
  }

  buttons(): Live["buttons"] {
    return [...this.#buttons].map(([button, { on, seen }]) => ({ button, on, seen }));
  }
}

interface Tally {
  on: boolean;
  seen: number;
}

function turn(tally: Tally | undefined, on: boolean): void {
  if (tally === undefined) return;
  if (on && !tally.on) tally.seen++;
  tally.on = on;
}
