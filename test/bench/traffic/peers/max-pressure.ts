import { area } from "../areas.ts";
import { reaches } from "../reach.ts";
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
export function maxPressure({ lights, scenario, net, netText }: World, step_s: number): Controller {
  const junctions = lights.filter(({ program }) => program.phases.some(isStage)).map((light) => new Pressed(light));
  const reach = reaches(net, netText);
  const from = [...new Set(junctions.flatMap(({ from }) => from))];
  const to = [...new Set(junctions.flatMap(({ to }) => to))];
  const id = (lane: string): string => `near ${lane}`;
  const show = (junction: Pressed): Buffer => showLight(junction.tls, junction.letters);
  return {
    additional: from.map((lane) => area(id(lane), reach(lane, NEAR_M))),
    subscriptions: [
      ...from.map((lane) => subscribe("laneArea", id(lane), [VARIABLE.vehicles])),
      ...to.map((lane) => subscribe("lane", lane, [VARIABLE.vehicles])),
    ],
    first: () => junctions.map(show),
    step: (seen, end_s) => {
      const since_s = (end_s - scenario.begin_s) % step_s;
      for (const junction of junctions) {
        if (since_s === 0) junction.decide(known(seen, id));
        else junction.change(since_s - YELLOW_S);
      }
      return junctions.map(show);
    },
    left: [],
    spent_ms: () => 0,
  };
}

function known(seen: Seen, id: (lane: string) => string): Known {
  const count = (value: unknown): number => (typeof value === "number" ? value : 0);
  return {
    near: (lane) => count(seen.laneArea.get(id(lane))?.get(VARIABLE.vehicles)),
    on: (lane) => count(seen.lane.get(lane)?.get(VARIABLE.vehicles)),
  };
}
