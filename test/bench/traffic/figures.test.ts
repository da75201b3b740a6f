import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { MADE, routesOf } from "./made.ts";
import { movementsIn } from "./movements.ts";
import { scenarioIn } from "./scenario.ts";
import { median } from "./table.ts";
import { tripsIn } from "./trips.ts";
import { wishesIn } from "./wishes.ts";

const TRIPS = `<tripinfos>
  <tripinfo id="a" depart="1.00" departDelay="2.00" arrival="50.00" waitingTime="10.00" waitingCount="2" timeLoss="18.00"/>
  <tripinfo id="b.1" depart="5.00" departDelay="0.00" arrival="60.00" waitingTime="0.00" waitingCount="0" timeLoss="4.00"/>
  <tripinfo id="c" depart="9.00" departDelay="1.00" arrival="-1.00" waitingTime="70.00" waitingCount="1" timeLoss="75.00"/>
  <tripinfo id="d" depart="-1" departDelay="100.00" arrival="-1.00" waitingTime="0.00" waitingCount="0" timeLoss="0.00"/>
  <tripinfo id="later" depart="-1" departDelay="-20.00" arrival="-1.00" waitingTime="0.00" waitingCount="0" timeLoss="0.00"/>
  <tripinfo id="incident" depart="2.00" departDelay="0.00" arrival="700.00" waitingTime="600.00" waitingCount="1" timeLoss="600.00"/>
  <personinfo id="p" depart="0.00"><walk depart="0.00" arrival="40.00" timeLoss="12.00"/><walk depart="40.00" arrival="80.00" timeLoss="4.00"/></personinfo>
  <personinfo id="q" depart="0.00"><walk depart="0.00" arrival="-1" timeLoss="-1"/></personinfo>
</tripinfos>`;

t.test("delay is of everybody who was to come: on the road at the end, and not even inserted", (t) => {
  const trips = tripsIn(TRIPS, () => undefined);
  t.match(trips, { vehicles: 4, mean_delay_s: 50, p95_delay_s: 100, max_wait_s: 70, mean_wait_s: 20, stops: 0.75 });
  t.match(trips, { throughput: 2, unfinished: 2, not_inserted: 1, pedestrians: 2, pedestrian_wait_s: 8 });
  t.end();
});

t.test("the worst movement is the one in which people lose most on average, if it is more than a handful of them", (t) => {
  const trip = (id: string, loss: number) =>
    `<tripinfo id="${id}" depart="1.00" departDelay="0.00" arrival="50.00" waitingTime="0.00" waitingCount="0" timeLoss="${loss}"/>`;
  const of = (way: string, loss: number, count: number) => Array.from({ length: count }, (_, i) => trip(`${way}.${i}`, loss)).join("");
  const xml = `<tripinfos>${of("main", 10, 30)}${of("side", 40, 12)}${of("lane", 90, 3)}</tripinfos>`;
  t.match(
    tripsIn(xml, (id) => id.split(".")[0]),
    { worst_movement: "side", worst_movement_delay_s: 40 },
  );
  t.end();
});

t.test(
  "where everybody goes is found for trips, for routes of their own and by name, for flows and for those whom a greater demand adds",
  (t) => {
    const movement = movementsIn(`<routes>
    <route id="r" edges="n c s"/>
    <trip id="t" from="a" to="b"/>
    <vehicle id="v"><route edges="x y z"/></vehicle>
    <vehicle id="named" route="r"/>
    <flow id="f" from="k" to="l"/>
  </routes>`);
    t.same(["t", "t.1", "v", "named", "f.12", "f.12.1", "nobody"].map(movement), [
      "a → b",
      "a → b",
      "x → z",
      "n → s",
      "k → l",
      "k → l",
      undefined,
    ]);
    t.end();
  },
);

t.test("the median of an even number of seeds lies between the two in the middle", (t) => {
  t.equal(median([9, 1, 3]), 3);
  t.equal(median([9, 1, 3, 4]), 3.5);
  t.end();
});

t.test("what is asked for and cannot be is refused in words that say what to write", (t) => {
  const folder = t.testdir({ "a.net.xml": "<net/>", "a.rou.xml": "<routes/>", "a.sumocfg": `<begin value="0"/><end value="10"/>` });
  const asked = (variables: { readonly [name: string]: string }) => wishesIn({ SCENARIO: folder, ...variables });
  t.throws(() => wishesIn({}), /no scenario is named: make bench-traffic SCENARIO=DIR/);
  t.throws(() => wishesIn({ SCENARIO: "/nowhere" }), /there is no scenario folder "\/nowhere"/);
  t.throws(() => asked({ CONTROLLERS: "traffic-warden" }), /"traffic-warden", which is none of shipped, /);
  t.throws(() => asked({ DETECTION: "eyes" }), /write loops, camera or both/);
  t.throws(() => asked({ SEEDS: "1.5" }), /whole numbers/);
  t.throws(() => asked({ DEMAND: "much" }), /DEMAND has "much": write a number/);
  const { runs } = asked({ CONTROLLERS: "shipped,adaptive", SEEDS: "7,11", DEMAND: "0.6 1.2" });
  t.equal(runs.length, 2 * 2 * (1 + 2), "a peer has its own eyes, ours run with each kind of detection");
  t.same([...new Set(runs.map(({ seed }) => seed))], [7, 11]);
  t.end();
});

t.test("a scenario has one net, one demand and one configuration, which says when it begins and ends", (t) => {
  const folder = t.testdir({});
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  mkdirSync(folder, { recursive: true });
  write("a.net.xml", "<net/>");
  write("a.rou.xml", `<routes><person id="p" depart="0"/></routes>`);
  t.throws(() => scenarioIn(folder), /0 files that end in \.sumocfg/);
  write("a.sumocfg", `<begin value="10"/>`);
  t.throws(() => scenarioIn(folder), /no <end value="seconds"\/>/);
  write("a.sumocfg", `<begin value="10"/><end value="10"/>`);
  t.throws(() => scenarioIn(folder), /the end must come after the begin/);
  write("a.sumocfg", `<begin value="10"/><end value="20"/>`);
  t.match(scenarioIn(folder), { begin_s: 10, end_s: 20, persons: true });
  write("b.net.xml", "<net/>");
  t.throws(() => scenarioIn(folder), /2 files that end in \.net\.xml/);
  t.end();
});

t.test("in a made net as many come in at each end of a street as its plan says, and nobody goes back where he came from", (t) => {
  const flows = [...routesOf(MADE["arterial"]!).matchAll(/from="(\w+)" to="(\w+)" .* probability="([\d.]+)"/g)];
  const by = Map.groupBy(flows, ([, from]) => from!);
  t.equal(by.size, 2 + 2 * 5);
  const an_hour = (from: string) => Math.round(by.get(from)!.reduce((sum, [, , , chance]) => sum + Number(chance) * 3_600, 0));
  t.ok(Math.abs(an_hour("left0A0") - 900) <= 1);
  t.ok(Math.abs(an_hour("top2C0") - 250) <= 1);
  t.notOk(flows.some(([, from, to]) => from === "left0A0" && to === "A0left0"));
  t.end();
});
