import t from "tap";
import { DriveLog, leadOf } from "./run.ts";
import type { Driven } from "./shown.ts";

const at = (way_m: number, speed_ms = 10, lost_s = 0): Driven => ({ x_m: 0, y_m: 0, heading_deg: 0, speed_ms, way_m, lost_s });

/** Sent at 100 s; from then on so far each second, and gone behind the last. */
function driven(...ways: readonly (Driven | undefined)[]): DriveLog {
  const log = new DriveLog(100);
  ways.forEach((each, i) => void log.step(101 + i, each));
  return log;
}

t.test("an ambulance that drives where the other was five seconds ago is five seconds behind it", (t) => {
  const own = driven(at(0), at(10), at(20), at(30), at(40), at(50), at(60));
  const other = driven(at(0), at(10), at(10, 0), at(10, 0), at(10, 0), at(10, 0), at(10, 0));
  t.same(leadOf(own, other), { ahead_m: 50, ahead_s: 5 });
  t.same(leadOf(other, own), { ahead_m: -50, ahead_s: -5 }, "priority that makes it worse is said, too");
  t.end();
});

t.test("between two seconds it is as far as a straight line says", (t) => {
  const own = driven(at(0), at(10), at(20), at(30));
  t.equal(own.reached_s(15), 2.5);
  t.equal(own.reached_s(31), null, "it was never there");
  t.end();
});

t.test("when both have arrived it is the difference of their times", (t) => {
  const own = driven(at(0), at(50), undefined);
  const other = driven(at(0), at(20), at(40), at(49), undefined);
  own.step(104, undefined);
  own.step(105, undefined);
  t.same([own.drive.took_s, other.drive.took_s], [3, 5], "an ambulance that has arrived gets no older");
  t.same(leadOf(own, other), { ahead_m: 0, ahead_s: 2 });
  t.end();
});

t.test("one that waits to be let in is on the way, and has arrived nowhere", (t) => {
  const log = driven(undefined, undefined);
  t.equal(log.drive.state, "waiting");
  t.equal(log.drive.took_s, 2);
  log.step(103, at(0));
  t.equal(log.drive.state, "driving");
  t.end();
});

t.test("a stop is one stop, however it creeps in the queue, and another one when it has driven", (t) => {
  const log = driven(at(10), at(12, 0), at(12.5, 0.5), at(12.5, 0), at(20, 8), at(22, 0));
  t.equal(log.drive.stops, 2);
  t.end();
});
