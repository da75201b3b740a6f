import { FullLanes } from "./full-lanes.ts";
import type { Light } from "./lights.ts";
import { isGreen } from "./lights.ts";
import { Reds } from "./reds.ts";
import { type Seen, subscribe } from "./traci/codec.ts";
import { VARIABLE } from "./traci/words.ts";
import type { Trips } from "./trips.ts";
import { lengthOf, type World } from "./world.ts";

/** What somebody who stands at the junction counts, whoever controls it. */
export interface Witnessed {
  /** Seconds in which somebody's green began, over all signals. */
  readonly switches: number;
  /** Pairs of links whose paths meet and that were green together although the shipped program never has them so, by seconds. */
  readonly conflicts: number;
  /** Seconds in which a lane before a signal is full from end to end, over all lanes. */
  readonly spill_back_s: number;
  /** The longest that somebody stood in a lane before any of its movements was green, and where. */
  readonly longest_red_s: number;
  readonly longest_red: string;
  /** For five minutes nobody has moved, or so many have not arrived that nothing else can be the matter. */
  readonly gridlock: boolean;
}

const STANDSTILL_S = 300;
const UNFINISHED = 0.1;

export class Witness {
  readonly #lights: readonly Light[];
  readonly #before: string[];
  readonly #full: FullLanes;
  readonly #reds: Reds;
  #switches = 0;
  #conflicts = 0;

  constructor({ lights, net }: World) {
    this.#lights = lights;
    this.#before = lights.map(() => "");
    this.#full = new FullLanes(lights, lengthOf(net));
    this.#reds = new Reds(lights);
  }

  get subscriptions(): readonly Buffer[] {
    const lanes = new Set(this.#lights.flatMap(({ links }) => links.map(({ from, lane }) => `${from}_${lane}`)));
    return [
      ...this.#lights.map(({ tls }) => subscribe("light", tls, [VARIABLE.lightState])),
      ...[...lanes].map((lane) => subscribe("lane", lane, [VARIABLE.vehicles, VARIABLE.length, VARIABLE.halting])),
    ];
  }

  step(seen: Seen): void {
    this.#full.step(seen);
    this.#reds.step(seen);
    this.#lights.forEach((light, i) => {
      const state = seen.light.get(light.tls)?.get(VARIABLE.lightState) as string;
      const before = this.#before[i]!;
      if (state === before) return;
      this.#before[i] = state;
      if (before !== "" && [...state].some((letter, place) => isGreen(letter) && !isGreen(before[place]))) this.#switches++;
      this.#conflicts += conflictsIn(light, state);
    });
  }

  /** `summary`: SUMO's own, a line a step. */
  tallies(summary: string, { vehicles, unfinished }: Trips): Witnessed {
    let [standing, longest] = [0, 0];
    for (const [, running, halting] of summary.matchAll(/<step [^>]*\brunning="(\d+)"[^>]*\bhalting="(\d+)"/g)) {
      standing = Number(running) > 0 && running === halting ? standing + 1 : 0;
      longest = Math.max(longest, standing);
    }
    return {
      switches: this.#switches,
      conflicts: this.#conflicts,
      spill_back_s: this.#full.seconds,
      longest_red_s: this.#reds.longest_s,
      longest_red: this.#reds.lane,
      gridlock: longest >= STANDSTILL_S || unfinished > UNFINISHED * vehicles,
    };
  }
}

export function conflictsIn({ places, foes, together }: Light, state: string): number {
  let conflicts = 0;
  for (let a = 0; a < places; a++) {
    if (!isGreen(state[a])) continue;
    for (let b = 0; b < a; b++) if (isGreen(state[b]) && (foes[a]![b] || foes[b]![a]) && !together[a]![b]) conflicts++;
  }
  return conflicts;
}
