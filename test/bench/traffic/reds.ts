import { isGreen, type Light } from "./lights.ts";
import type { Seen } from "./traci/codec.ts";
import { VARIABLE } from "./traci/words.ts";

interface Lane {
  readonly lane: string;
  /** Places in the light's letters that let it go. */
  readonly places: number[];
  red_s: number;
}

/** How long somebody stands in a lane before any of its movements is green, at most: what a bound on waiting is held against. */
export class Reds {
  readonly #lights: readonly { readonly tls: string; readonly lanes: readonly Lane[] }[];
  longest_s = 0;
  /** Where that was. */
  lane = "";

  constructor(lights: readonly Light[]) {
    this.#lights = lights.map(({ tls, links }) => {
      const lanes = Map.groupBy(links, ({ from, lane }) => `${from}_${lane}`);
      return { tls, lanes: [...lanes].map(([lane, own]) => ({ lane, places: own.map(({ index }) => index), red_s: 0 })) };
    });
  }

  step(seen: Seen): void {
    for (const { tls, lanes } of this.#lights) {
      const state = seen.light.get(tls)?.get(VARIABLE.lightState) as string;
      for (const lane of lanes) {
        const stands = (seen.lane.get(lane.lane)?.get(VARIABLE.halting) as number) > 0;
        lane.red_s = stands && !lane.places.some((place) => isGreen(state[place])) ? lane.red_s + 1 : 0;
        if (lane.red_s <= this.longest_s) continue;
        this.longest_s = lane.red_s;
        this.lane = lane.lane;
      }
    }
  }
}
