import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cabinet } from "../../../src/street/cabinet.ts";
import { STEP_MS } from "../../../src/street/step.ts";
import { INDICATIONS } from "../../../src/traffic/calls.ts";
import { type Running, startSumo } from "../../bench/traffic/sumo.ts";
import { type Seen, showLight, subscribe, type Value } from "../../bench/traffic/traci/codec.ts";
import { VARIABLE } from "../../bench/traffic/traci/words.ts";
import { type Trips, tripsIn } from "../../bench/traffic/trips.ts";
import { conflictsIn } from "../../bench/traffic/witness.ts";
import { quoted } from "../../bench/traffic/world.ts";
import { Greens, type GreensSeen } from "./greens.ts";
import type { Place } from "./place.ts";

/** As often as the unit steps: what is over a loop and what a lamp shows is a tenth old at most, in both worlds. */
const STEP_S = 0.1;
const [DARK, RED, YELLOW, GREEN] = (["dark", "red", "yellow", "green"] as const).map((each) => INDICATIONS.indexOf(each)) as [
  number,
  number,
  number,
  number,
];
const CODE = { green: GREEN, yellow: YELLOW, red: RED, stop: DARK, yield: YELLOW } as const;

export interface Driven extends Trips, GreensSeen {
  /** Pairs of links whose paths meet that were green together, by tenths. */
  readonly conflicts: number;
}

/** SUMO's drivers on the loops of a cabinet, before its lamps: a tenth at a time, in whatever time. */
export class Drivers {
  readonly #place: Place;
  readonly #cabinet: Cabinet;
  readonly #sumo: Running;
  readonly #trips: string;
  readonly #greens: Greens;
  #conflicts = 0;
  #steps = 0;

  static async open(place: Place, cabinet: Cabinet, seed: number, demand: number, folder: string): Promise<Drivers> {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "loops.add.xml");
    const loops = place.loops.map(
      ({ id, lane, pos_m }) =>
        `<inductionLoop id=${quoted(id)} lane=${quoted(lane)} pos=${quoted(pos_m)} period="100000" file="/dev/null"/>`,
    );
    writeFileSync(file, ["<additional>", ...loops, "</additional>", ""].join("\n"));
    const trips = join(folder, "trips.xml");
    const sumo = await startSumo(place.scenario, seed, demand, [file], { trips, summary: "/dev/null" }, STEP_S);
    await sumo.traci.subscribe(place.loops.map(({ id }) => subscribe("loop", id, [VARIABLE.vehicleData])));
    return new Drivers(place, cabinet, sumo, trips);
  }

  private constructor(place: Place, cabinet: Cabinet, sumo: Running, trips: string) {
    this.#place = place;
    this.#cabinet = cabinet;
    this.#sumo = sumo;
    this.#trips = trips;
    this.#greens = new Greens(cabinet.lights.heads.map(({ channel }) => channel.name));
  }

  /** Tenths that have been driven. */
  get steps(): number {
    return this.#steps;
  }

  /** They look at the lamps, drive for a tenth, and are on the loops where they have come to. */
  async step(): Promise<void> {
    const { light, letters, loops } = this.#place;
    const { heads } = this.#cabinet.lights;
    const codes = new Uint8Array(32);
    for (const { channel, aspect } of heads) codes[channel.number - 1] = CODE[aspect];
    this.#greens.look(heads.map(({ aspect }) => aspect === "green"));
    const state = letters.of(codes);
    this.#conflicts += conflictsIn(light, state);
    const seen = await this.#sumo.traci.step([showLight(light.tls, state)]);
    this.#steps++;
    for (const { id, number } of loops) this.#cabinet.sensor(number).set(isOn(seen, id), STEP_MS);
  }

  async end(): Promise<Driven> {
    await this.#sumo.end();
    const trips = tripsIn(readFileSync(this.#trips, "utf8"), () => undefined);
    return { ...trips, ...this.#greens.tallies(), conflicts: this.#conflicts };
  }

  stop(): Promise<string> {
    return this.#sumo.stop();
  }
}

/** Whether somebody is on it who has not left: [how many, then of each its name, length, when it came, when it left or -1, its type]. */
function isOn(seen: Seen, loop: string): boolean {
  const said = seen.loop.get(loop)?.get(VARIABLE.vehicleData) as readonly Value[] | undefined;
  if (said === undefined) return false;
  for (let i = 1; i < said.length; i += 5) if ((said[i + 3] as number) < 0) return true;
  return false;
}
