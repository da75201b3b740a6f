import { Area } from "../areas.ts";
import { type Seen, showLight, subscribe } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";
import type { Controller, World } from "../world.ts";
import { Pressed } from "./pressed.ts";
import { isStage } from "./program.ts";

/** As the RESCO benchmark has it: yellow, whatever the shipped program's is. */
const YELLOW_S = 3;
/** Metres before the stop line within which it knows everyone. */
const NEAR_M = 100;

/** How many vehicles are near the end of a lane, and on the whole of one. */
export interface Known {
  readonly near: (lane: string) => number;
  readonly on: (lane: string) => number;
}

/**
 * Max-pressure over the shipped green phases with perfect knowledge, upstream and downstream: every `step_s` the phase whose links have the most
 * vehicles waiting beyond those on the lanes that they lead to. It has no minimum green but its step, three seconds of yellow and the shipped red.
 */
export function maxPressure({ lights, scenario, reach }: World, step_s: number): Controller {
  const junctions = lights
    .filter(({ program }) => program.phases.some((_, p) => isStage(program.phases, p)))
    .map((light) => new Pressed(light));
  const from = new Set(junctions.flatMap(({ from }) => from));
  const areas = new Map([...from].map((lane) => [lane, new Area(`near ${lane}`, reach(lane, NEAR_M), VARIABLE.vehicles)]));
  const to = [...new Set(junctions.flatMap(({ to }) => to))];
  const show = (junction: Pressed): Buffer => showLight(junction.tls, junction.letters);
  return {
    additional: [...areas.values()].flatMap(({ additional }) => additional),
    subscriptions: [
      ...[...areas.values()].flatMap(({ subscriptions }) => subscriptions),
      ...to.map((lane) => subscribe("lane", lane, [VARIABLE.vehicles])),
    ],
    first: () => junctions.map(show),
    step: (seen, end_s) => {
      const since_s = (end_s - scenario.begin_s) % step_s;
      for (const junction of junctions) {
        if (since_s === 0) junction.decide(known(seen, areas));
        else junction.change(since_s - YELLOW_S);
      }
      return junctions.map(show);
    },
    left: [],
    spent_ms: () => 0,
  };
}

function known(seen: Seen, areas: ReadonlyMap<string, Area>): Known {
  const count = (value: unknown): number => (typeof value === "number" ? value : 0);
  return {
    near: (lane) =>
      areas
        .get(lane)!
        .said(seen)
        .reduce((sum: number, value) => sum + count(value), 0),
    on: (lane) => count(seen.lane.get(lane)?.get(VARIABLE.vehicles)),
  };
}
