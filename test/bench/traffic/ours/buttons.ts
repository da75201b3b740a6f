import type { Wiring } from "../../../../src/import/index.ts";
import { DetectorNumber } from "../../../../src/traffic/numbers.ts";
import type { Observation } from "../../../../src/traffic/observation.ts";
import type { Instant } from "../../../../src/traffic/time.ts";
import { type Seen, subscribe } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";

/** Who stands still with a crossing before him. */
const STANDS_MS = 0.1;

/** Everybody on foot is followed from where he sets out, for the crossing that lies before him. */
export class Walkers {
  readonly subscriptions: readonly Buffer[] = [subscribe("simulation", "", [VARIABLE.departedPersons])];

  /** Subscriptions to those who have set out in this step. */
  met(seen: Seen): readonly Buffer[] {
    const departed = (seen.simulation.get("")?.get(VARIABLE.departedPersons) ?? []) as readonly string[];
    return departed.map((person) => subscribe("person", person, [VARIABLE.nextEdge, VARIABLE.speed]));
  }

  /** Crossings at which somebody waits. */
  waitedAt(seen: Seen): ReadonlySet<string> {
    const crossings = new Set<string>();
    for (const values of seen.person.values()) {
      if ((values.get(VARIABLE.speed) as number) < STANDS_MS) crossings.add(values.get(VARIABLE.nextEdge) as string);
    }
    return crossings;
  }
}

/** The push buttons of one signal: pressed while somebody waits, as people do. */
export class Buttons {
  readonly #buttons: Wiring["pedestrian_detectors"];
  readonly #pressed = new Set<number>();

  constructor({ pedestrian_detectors }: Wiring) {
    this.#buttons = pedestrian_detectors;
  }

  step(waitedAt: ReadonlySet<string>, at: Instant): readonly Observation[] {
    return this.#buttons.flatMap(({ number, edge }): readonly Observation[] => {
      const on = waitedAt.has(edge);
      if (on === this.#pressed.has(number)) return [];
      if (on) this.#pressed.add(number);
      else this.#pressed.delete(number);
      return [{ kind: "button", at, detector: DetectorNumber(number), on }];
    });
  }
}
