import t from "tap";
import type { Seen, Value, Values } from "../bench/traffic/traci/codec.ts";
import { VARIABLE } from "../bench/traffic/traci/words.ts";
import { Traffic } from "./traffic.ts";

const NONE: ReadonlyMap<string, Values> = new Map();
const driven = (speed: number, lost: number): Values =>
  new Map<number, Value>([
    [VARIABLE.position, [1, 2]],
    [VARIABLE.angle, 90],
    [VARIABLE.speed, speed],
    [VARIABLE.distance, 30],
    [VARIABLE.timeLoss, lost],
  ]);

function seen(simulation: { departed?: string[]; arrived?: string[]; pending?: string[] }, vehicles: { [id: string]: Values }): Seen {
  const said = new Map<number, Value>((["departed", "arrived", "pending"] as const).map((key) => [VARIABLE[key], simulation[key] ?? []]));
  const rest = { loop: NONE, light: NONE, lane: NONE, laneArea: NONE, person: NONE };
  return { ...rest, simulation: new Map([["", said]]), vehicle: new Map(Object.entries(vehicles)) };
}

t.test("what the others lose is their time loss and their waiting to be let in, the ambulance's is not", (t) => {
  const traffic = new Traffic((id) => id !== "ambulance.1");
  t.equal(traffic.step(seen({ departed: ["a", "ambulance.1"], pending: ["b"] }, {}), 1).length, 2, "SUMO is to speak of both");
  traffic.step(seen({ departed: ["b"], pending: ["c"] }, { a: driven(10, 3), "ambulance.1": driven(10, 50) }), 2);
  traffic.step(seen({}, { a: driven(0, 4), b: driven(5, 1), "ambulance.1": driven(10, 60) }), 3);
  // a: 4 s; b: 1 s, and 1 s before it was let in; c is not on the road yet.
  t.same(traffic.others(), { vehicles: 2, driving: 2, standing: 1, mean_lost_s: 3, recent_lost_s: null });
  t.same(traffic.vehicles.get("ambulance.1"), { x_m: 1, y_m: 2, heading_deg: 90, speed_ms: 10, way_m: 30, lost_s: 60 });
  t.end();
});

t.test("whoever has arrived stays in the mean, and for five minutes in that of the last five minutes", (t) => {
  const traffic = new Traffic(() => true);
  traffic.step(seen({ departed: ["a"] }, {}), 1);
  traffic.step(seen({}, { a: driven(10, 8) }), 2);
  traffic.step(seen({ arrived: ["a"] }, {}), 3);
  t.same(traffic.others(), { vehicles: 1, driving: 0, standing: 0, mean_lost_s: 8, recent_lost_s: 8 });
  traffic.step(seen({}, {}), 302);
  t.equal(traffic.others().recent_lost_s, 8);
  traffic.step(seen({}, {}), 303);
  t.match(traffic.others(), { mean_lost_s: 8, recent_lost_s: null });
  t.end();
});
