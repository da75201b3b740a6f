import t from "tap";
import {
  Answer,
  addRoute,
  addVehicle,
  message,
  removeVehicle,
  showLight,
  step,
  subscribe,
  subscribes,
  type Values,
  whole,
} from "./traci/codec.ts";
import { SUBSCRIBE, VARIABLE } from "./traci/words.ts";

// SUMO 1.15, on the net of test/import: a car has crossed the loop "c loop 1" within the step and is still in the zone.
const STEP =
  "000000c507020000000000000000040000000056e00000000863206c6f6f7020310117000f0000000609000000010c000000036361720b40140000000000000b4014564c" +
  "a2779b230b40164d978ed940850c0000000f44454641554c545f564548545950450000000021ed0000000863207a6f6e6520390112000e0000000100000003636172" +
  "000000001ee200000001630120000c0000000b72727272727272727272720000000021e3000000046e635f31021000090000000115000b4014000000000000";
const REFUSED = "0000002f2bc2ff0000002454726166666963206c6967687420276e6f776865726527206973206e6f74206b6e6f776e";
const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");

t.test("an answer says who was on a loop and when, who is in a zone, what a light shows and how many are in a lane", (t) => {
  const seen = new Map<number, Map<string, Values>>();
  const answer = new Answer(bytes(STEP));
  answer.status();
  answer.step(seen);
  const of = (domain: number, object: string, variable: number) => seen.get(domain)?.get(object)?.get(variable);
  t.same(of(SUBSCRIBE.loop, "c loop 1", VARIABLE.vehicleData), [1, "car", 5, 5.084276712942287, 5.575773460397731, "DEFAULT_VEHTYPE"]);
  t.same(of(SUBSCRIBE.laneArea, "c zone 9", VARIABLE.vehicleIds), ["car"]);
  t.equal(of(SUBSCRIBE.light, "c", VARIABLE.lightState), "rrrrrrrrrrr");
  t.same(
    [...seen.get(SUBSCRIBE.lane)!.get("nc_1")!],
    [
      [VARIABLE.vehicles, 1],
      [VARIABLE.length, 5],
    ],
  );
  t.end();
});

t.test("what SUMO refuses is an error in its words", (t) => {
  t.throws(() => new Answer(bytes(REFUSED)).status(), { message: /0xc2: Traffic light 'nowhere' is not known/ });
  t.end();
});

t.test("a message is there when its last byte is, and not before", (t) => {
  const all = bytes(STEP);
  t.equal(whole(all.subarray(0, 3)), 0);
  t.equal(whole(all.subarray(0, all.length - 1)), 0);
  t.equal(whole(Buffer.concat([all, bytes("00")])), all.length);
  t.end();
});

t.test("commands are as SUMO reads them, short and long", (t) => {
  t.equal(message([step()]).toString("hex"), "0000000e0a020000000000000000");
  t.equal(message([showLight("c", "Gr")]).toString("hex"), "000000130fc22000000001630c000000024772");
  t.equal(addRoute("r", ["a", "b"]).toString("hex"), "17c68000000001720e0000000200000001610000000162");
  t.equal(removeVehicle("v").toString("hex"), "0ac48100000001760803");
  const sent = addVehicle("v", "ambulance", "r").toString("hex");
  t.ok(sent.startsWith("7cc48500000001760f0000000e0c00000001720c00000009616d62756c616e6365"), sent);
  t.ok(sent.endsWith("09000000000900000000"), "nobody is aboard");
  const long = showLight("c", "G".repeat(300));
  t.equal(long[0], 0);
  t.equal(long.readInt32BE(1), long.length);
  t.ok(subscribes(subscribe("person", "p", [VARIABLE.speed])));
  t.ok(subscribes(subscribe("person", "p".repeat(300), [VARIABLE.speed])));
  t.notOk(subscribes(long));
  t.notOk(subscribes(step()));
  t.end();
});
