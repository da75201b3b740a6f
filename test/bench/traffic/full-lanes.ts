import type { Light } from "./lights.ts";
import type { Seen } from "./traci/codec.ts";
import { VARIABLE } from "./traci/words.ts";

/** A lane shorter than this is full with every queue. */
const LEAST_M = 30;
/** Between two vehicles that stand: SUMO's usual. */
const GAP_M = 2.5;

/** Queues that reach the upstream end of their lane: there they block whoever wants to go elsewhere. */
export class FullLanes {
  readonly #lanes: readonly { readonly lane: string; readonly length_m: number }[];
  /** Lanes times seconds. */
  seconds = 0;

  constructor(lights: readonly Light[], lengthOf: (lane: string) => number) {
    const all = new Set(lights.flatMap(({ links }) => links.map(({ from, lane }) => `${from}_${lane}`)));
    this.#lanes = [...all].map((lane) => ({ lane, length_m: lengthOf(lane) })).filter(({ length_m }) => length_m >= LEAST_M);
  }

  step(seen: Seen): void {
    for (const { lane, length_m } of this.#lanes) {
      const said = seen.lane.get(lane);
      const room_m = (said?.get(VARIABLE.length) as number) + GAP_M;
      // There is no room for one more. Some of them move all the same: a long queue goes by stops.
      if (((said?.get(VARIABLE.vehicles) as number) + 1) * room_m > length_m) this.seconds++;
    }
  }
}
