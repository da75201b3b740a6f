import t from "tap";
import { Journey } from "../../../src/brain/corridor/journey.ts";
import { onEarth } from "../../../src/brain/corridor/plane.ts";
import { TravelTimes } from "../../../src/brain/corridor/travel.ts";
import { cross, reportAt } from "./graphs.ts";

const EIGHT = Date.UTC(2026, 0, 5, 8);
const graph = cross();

/** An ambulance at 10 m/s along the road from 400 m before J1, a report a second. */
function onTheRoad(travel = new TravelTimes()) {
  const journey = new Journey(graph, travel, "RTW-1", "ambulance");
  const report = (s: number, said = {}) => reportAt(graph, "RTW-1", EIGHT + s * 1_000, [-400 + 10 * s, 4], { speed_ms: 10, ...said });
  const drive = (from_s: number, to_s: number) => {
    for (let s = from_s; s <= to_s; s++) t.equal(journey.take(EIGHT + s * 1_000, report(s)), "", `second ${s}`);
  };
  const units = (s: number) => journey.arrivals(EIGHT + s * 1_000).map(({ unit }) => unit);
  return { journey, report, drive, units };
}

t.test("a vehicle's arrivals follow it: nearer each second, and a unit that it has passed is none of them", async (t) => {
  const { journey, drive, units } = onTheRoad();
  drive(0, 10);
  const [first, second] = journey.arrivals(EIGHT + 10_000);
  t.match(first, { unit: "J1", phase: 2 });
  t.match(second, { unit: "J2", phase: 2 });
  const in_s = (first!.at_ms - EIGHT) / 1_000;
  t.ok(in_s > 31 && in_s < 40, `300 m between 13.9 m/s, the road's, and 10, its own: ${in_s} s`);
  t.ok(second!.at_ms - first!.at_ms > 25_000 && second!.error_s > first!.error_s, "what is farther away is less certain");
  drive(11, 40);
  t.same(units(40), ["J1", "J2"], "at the line, it may still wait there");
  drive(41, 42);
  t.same(units(42), ["J2"], "behind it by more than its error");
  drive(43, 90);
  t.same(units(90), []);
});

t.test("when reports stop the arrivals stand for some seconds and then there are none; the next report begins anew", async (t) => {
  const { journey, drive, units, report } = onTheRoad();
  drive(0, 10);
  const before = journey.arrivals(EIGHT + 10_000)[0]!.at_ms;
  t.equal(journey.arrivals(EIGHT + 17_000)[0]!.at_ms, before, "nothing newer is known");
  t.same(units(19), []);
  t.equal(journey.take(EIGHT + 30_000, report(30)), "");
  t.same(units(30), ["J1", "J2"]);
});

t.test("a report that came late, twice, out of order, or from a clock that is ahead moves nobody", async (t) => {
  const { journey, drive, report } = onTheRoad();
  drive(0, 10);
  const at = journey.at_m;
  t.equal(journey.take(EIGHT + 11_000, report(10)), "old");
  t.equal(journey.take(EIGHT + 11_000, report(9)), "old");
  t.equal(journey.take(EIGHT + 17_000, report(11)), "late");
  t.equal(journey.take(EIGHT + 11_000, report(14)), "ahead");
  t.equal(journey.at_m, at);
  t.equal(journey.take(EIGHT + 12_000, report(12)), "", "and what is true is still taken");
});

t.test(
  "a wrong position is not believed: beside every road, or farther on than anybody drives, or with an error of a street's width",
  async (t) => {
    const { journey, drive, report, units } = onTheRoad();
    drive(0, 10);
    const at = journey.at_m;
    const elsewhere = (s: number, east: number, north: number, said = {}) =>
      journey.take(EIGHT + s * 1_000, { ...report(s, said), ...onEarth(graph.plane, [east, north]) });
    t.equal(elsewhere(11, -290, 250), "off-route");
    t.equal(elsewhere(12, 500, 0), "jump");
    t.equal(journey.at_m, at, "two wrong ones change nothing");
    t.equal(journey.take(EIGHT + 13_000, report(13)), "");
    t.equal(elsewhere(14, -260, 0, { accuracy_m: 120 }), "vague");
    t.equal(elsewhere(15, -380, 0), "backwards");
    t.equal(journey.take(EIGHT + 16_000, report(16, { heading_deg: 270 })), "off-route", "on the road, but against it");
    t.same(units(16), ["J1", "J2"]);
  },
);

t.test("three wrong ones in a row are another way: found anew on a road that leads to its goal, or given up", async (t) => {
  const { journey, drive, report, units } = onTheRoad();
  drive(0, 10);
  const at = (s: number, east: number, north: number, heading_deg: number) =>
    journey.take(EIGHT + s * 1_000, { ...report(s), heading_deg, ...onEarth(graph.plane, [east, north]) });
  t.same([at(11, 0, -210, 0), at(12, 0, -200, 0), at(13, 0, -190, 0)], ["off-route", "off-route", ""]);
  t.same(journey.route, ["south-1", "1-2", "2-east"]);
  t.match(journey.arrivals(EIGHT + 13_000)[0], { unit: "J1", phase: 8 });
  t.same([at(14, 900, 900, 0), at(15, 900, 900, 0), at(16, 900, 900, 0)], ["off-route", "off-route", "lost"]);
  t.same(units(16), []);
});

t.test("a vehicle that wants nothing more, or goes another way, is followed at its word", async (t) => {
  const { journey, drive, report, units } = onTheRoad();
  drive(0, 10);
  t.equal(journey.take(EIGHT + 11_000, report(11, { way: ["1-north"] })), "");
  t.same(units(11), ["J1"]);
  t.equal(journey.take(EIGHT + 12_000, report(12, { way: [] })), "done");
  t.same(units(12), []);
});

t.test("a bus asks when it is late, and not when it is on time", async (t) => {
  const journey = new Journey(graph, new TravelTimes(), "BUS-4", "bus");
  const report = (s: number, late_s: number) => reportAt(graph, "BUS-4", EIGHT + s * 1_000, [-300, 4], { late_s });
  journey.take(EIGHT, report(0, 30));
  t.same(journey.arrivals(EIGHT), []);
  journey.take(EIGHT + 1_000, report(1, 90));
  t.equal(journey.arrivals(EIGHT + 1_000).length, 2);
});

t.test("how long a link takes is learned from who has driven it at that hour, and from what the unit measures", async (t) => {
  const travel = new TravelTimes();
  const link = graph.links.get("west-1")!;
  const at_s = (wall_ms: number) => travel.link(link, "ambulance", wall_ms).s;
  t.equal(Math.round(at_s(EIGHT)), 29, "400 m at 50 km/h");
  for (let i = 0; i < 12; i++) travel.passed(link, "ambulance", EIGHT, 58);
  t.ok(at_s(EIGHT) > 55, "slow at eight");
  t.ok(at_s(EIGHT + 3_600_000) > 40, "which is also the best guess for an hour that nobody knows");
  for (let i = 0; i < 12; i++) travel.passed(link, "ambulance", EIGHT + 3_600_000, 30);
  t.ok(at_s(EIGHT) - at_s(EIGHT + 3_600_000) > 15, "each hour is its own");
  t.equal(Math.round(travel.link(link, "bus", EIGHT).s), 29, "others drive otherwise");
  t.ok(travel.link(link, "ambulance", EIGHT).error_s < 5.8, "and it is less uncertain than at first");
  travel.measured("J1", "west", EIGHT, 8, 25);
  t.equal(Math.round(travel.link(link, "bus", EIGHT).s), 58, "traffic drives 25 km/h there");
  t.equal(travel.queue_s(link, EIGHT), 19, "8 vehicles: 3 s, and 2 s each");
  t.equal(travel.queue_s(graph.links.get("1-2")!, EIGHT), 0, "nobody has measured there");
  const before = at_s(EIGHT);
  travel.passed(link, "ambulance", EIGHT, 3);
  travel.passed(link, "ambulance", EIGHT, 9_999);
  t.equal(at_s(EIGHT), before, "neither a car that flies nor one that was parked teaches anything");
  t.equal(new TravelTimes(JSON.parse(JSON.stringify(travel.memory))).link(link, "ambulance", EIGHT).s, before, "it outlives us");
});

t.test("a journey teaches what it took from stop line to stop line, but not across a hole in its reports", async (t) => {
  const travel = new TravelTimes();
  const link = graph.links.get("1-2")!;
  onTheRoad(travel).drive(0, 90);
  const learned = travel.link(link, "ambulance", EIGHT).s;
  t.ok(learned > 31, `400 m in 40 s move what was 28.8 s: ${learned.toFixed(1)}`);
  const holed = new TravelTimes();
  const { drive } = onTheRoad(holed);
  drive(0, 36);
  drive(43, 90);
  t.equal(Object.keys(holed.memory).length, 0);
});
