import { readFileSync } from "node:fs";
import t from "tap";
import { readNet } from "../../../src/import/net.ts";
import { graphOf as drawnGraph } from "../../brain/corridor/graphs.ts";
import { capacityOf } from "./capacity.ts";
import { coursesIn, lossRateIn } from "./course.ts";
import { isOf, keptIn, lineOf } from "./kept.ts";
import { outsideOf } from "./outside.ts";
import { gainOf, groupsIn, recoveries } from "./pairs.ts";
import { recovery_s } from "./recovery.ts";
import { routesIn } from "./routes.ts";
import { graphOf, type Result, type Who } from "./run.ts";
import type { Special } from "./special.ts";
import { tables } from "./table.ts";
import { wishesIn } from "./wishes.ts";

const NET = readNet(readFileSync(new URL("../../import/tee.net.xml", import.meta.url), "utf8"));
const graph = graphOf(NET, "tee.net.xml");

const steady = (of: number): readonly number[] => Array.from({ length: 3_600 }, () => of);

const result = (who: Who, travel_s: number, mean_delay_s: number, more: Partial<Result> = {}): Result => ({
  scenario: "tee",
  begin_s: 0,
  who,
  detection: "none",
  seed: 1,
  demand: 1,
  share: 1,
  courses: [{ vehicle: "special.1", signals: 1, length_m: 500, due_s: 600, travel_s, stops: 1, arrived: true }],
  others: 100,
  mean_delay_s,
  p95_delay_s: 50,
  unfinished: 0,
  not_inserted: 0,
  loss_rate: steady(10),
  commands: 0,
  left: [],
  took_s: 1,
  ...more,
});

t.test(
  "a special vehicle's route is drawn by the seed from those that come by the most signals, from one end of the net to another",
  async (t) => {
    const routes = routesIn(graph, 1, 20);
    for (const { route, signals } of routes) {
      t.equal(signals, 1);
      const { link } = route.at(-1)!;
      t.ok(
        link.turns.every(({ to }) => graph.links.get(to)!.to === link.from),
        "there one can but turn round",
      );
    }
    t.same(
      routesIn(graph, 1, 20).map(({ route }) => route[0]!.link.link),
      routes.map(({ route }) => route[0]!.link.link),
    );
    t.ok(new Set(routes.map(({ route }) => route.map(({ link }) => link.link).join())).size > 1);
    t.throws(() => routesIn({ ...graph, links: new Map() }, 1, 1), /no road of the net/);
  },
);

/** A street by J1 whose way in from the east begins, for lanes of its own, at a place before J1. */
const SPLIT = `
[graph]
name = "split"
latitude = 0.0
longitude = 0.0
[[units]]
unit = "J1"
east = 0
north = 0
${Object.entries({ west: -400, split: 100, east: 400 })
  .map(([name, east]) => `[[places]]\nname = "${name}"\neast = ${east}\nnorth = 0`)
  .join("\n")}
${[
  ["west", "J1", "J1-east"],
  ["east", "split", "split-J1"],
  ["split", "J1", "J1-west"],
  ["J1", "east", ""],
  ["J1", "west", ""],
]
  .map(([from, to, next]) =>
    [`[[links]]`, `name = "${from}-${to}"`, `from = "${from}"`, `to = "${to}"`, `speed = 50`]
      .concat(next === "" ? [] : [`turns = [{ to = "${next}"${to === "J1" ? ", phase = 2" : ""} }]`])
      .join("\n"),
  )
  .join("\n")}
`;

t.test("no special vehicle turns round at a net's end, where the way back in begins with a short piece of its own", async (t) => {
  const drawn = routesIn(drawnGraph(SPLIT), 1, 40).map(({ route }) => route.map(({ link }) => link.link).join(" "));
  t.same([...new Set(drawn)].toSorted(), ["east-split split-J1 J1-west", "west-J1 J1-east"]);
});

t.test("before it comes into the net it drives on a road that the corridor file has, up to where the net begins", async (t) => {
  const { link } = routesIn(graph, 1, 1)[0]!.route[0]!;
  const outside = outsideOf(link, "special.1");
  const wider = graphOf(NET, "tee.net.xml", outside.text);
  const road = wider.links.get("outside-special.1")!;
  t.same(road.turns, [{ to: link.link, phase: null }]);
  t.ok(Math.abs(road.length_m - 30 * link.free_ms) < 15, `${road.length_m} m`);
  t.same(outside.before(0), { ...outside.before(0), at: [...link.line[0]!], speed_ms: 0 });
  t.equal(outside.before(10).speed_ms, link.free_ms);
});

t.test("travel time counts from when the vehicle was due, and to the end for one that did not arrive", async (t) => {
  const special = (id: string): Special => ({ id, due_s: 600, drawn: routesIn(graph, 1, 1)[0]!, edges: [] });
  const xml = `<tripinfos>
    <tripinfo id="special.1" depart="610" departDelay="10" arrival="700" duration="90" waitingCount="2"/>
    <tripinfo id="special.2" depart="600" departDelay="0" arrival="-1" duration="3000" waitingCount="4"/>
    <tripinfo id="somebody" depart="600" arrival="700" waitingCount="9"/></tripinfos>`;
  const courses = coursesIn(xml, [special("special.1"), special("special.2")], 3_600);
  t.same(
    courses.map(({ travel_s, stops, arrived }) => [travel_s, stops, arrived]),
    [
      [100, 2, true],
      [3_000, 4, false],
    ],
  );
  t.throws(() => coursesIn("<tripinfos/>", [special("special.1")], 3_600), /left out/);
  t.same(
    lossRateIn(
      '<s><step time="0" running="10" waiting="3" meanSpeedRelative="0.60"/><step running="0" waiting="0" meanSpeedRelative="-1"/></s>',
    ),
    [7, 0],
  );
});

t.test("the others have recovered when a minute costs them no more than the same minute without priority", async (t) => {
  const usual = steady(10);
  t.equal(recovery_s(usual, usual, 600), 0);
  const late = usual.map((rate, s) => (s >= 600 && s < 800 ? 30 : rate));
  const took = recovery_s(late, usual, 600)!;
  t.ok(took > 190 && took <= 200, `${took} s`);
  t.equal(
    recovery_s(
      usual.map((rate, s) => (s >= 600 ? 30 : rate)),
      usual,
      600,
    ),
    null,
  );
});

t.test("what the corridor brings is told of all vehicles' sums, beside what free flow allows", async (t) => {
  const free = result("free", 100, 0, { share: 0 });
  const groups = groupsIn([free, result("shipped", 180, 40), result("adaptive", 140, 20), result("adaptive+corridor", 104, 21)]);
  const of = (who: Who) => groups.find((group) => group.who === who)!;
  const gain = gainOf(of("adaptive+corridor"), of("shipped"));
  t.ok(
    Math.abs(gain.loss - 0.95) < 1e-9 && Math.abs(gain.travel - 76 / 180) < 1e-9 && Math.abs(gain.possible - 80 / 180) < 1e-9,
    JSON.stringify(gain),
  );
  t.ok(Math.abs(gainOf(of("adaptive+corridor"), of("adaptive")).others - 0.05) < 1e-9);
  t.same(recoveries(of("adaptive+corridor"), of("adaptive")), [0]);
  const told = tables([free, result("adaptive", 140, 20), result("adaptive+corridor", 104, 21)]);
  t.match(told, /time loss -90\.0 %/);
  t.match(told, /recovered within 300 s behind 1 of 1/);
});

t.test("a net takes the most that its shipped plan carries, and nothing beyond the first that it does not is tried", async (t) => {
  const tried: number[] = [];
  const leaving = (unfinished: (demand: number) => number) =>
    capacityOf("", async ([run]) => {
      tried.push(run!.demand);
      return [{ run: run!, result: result("shipped", 1, 1, { unfinished: unfinished(run!.demand) }) }];
    });
  t.equal(await leaving((demand) => (demand < 0.7 ? 5 : 7)), 0.6);
  t.same(tried, [0.4, 0.6, 0.8]);
  t.equal(await leaving(() => 30), 0.4);
  await t.rejects(
    capacityOf("", async ([run]) => [{ run: run!, failed: "no sumo" }]),
    /does not run/,
  );
});

t.test("a bench that was ended early goes on with the runs that it has written", async (t) => {
  const half = [result("free", 100.0004, 0, { share: 0 }), result("adaptive", 140, 20, { demand: 0.8 * 1.2, share: 0.8 })];
  const written = half.map(lineOf).join("");
  const kept = keptIn(`${written}{"who":"adaptive+corr`, "half.jsonl");
  t.same(
    kept.map(({ who, courses, loss_rate }) => [who, courses[0]!.vehicle, loss_rate.length]),
    [
      ["free", "special.1", 3_600],
      ["adaptive", "special.1", 3_600],
    ],
    "a line that it did not come to end is no run",
  );
  const run = { folder: "some/where/tee", who: "adaptive", detection: "none", seed: 1, demand: 0.8 * 1.2, share: 0.8 } as const;
  const [, adaptive] = kept;
  t.ok(isOf(run, adaptive!));
  const others = [
    { seed: 2 },
    { who: "shipped" as const },
    { demand: 0.8 },
    { share: 1 },
    { detection: "camera" as const },
    { folder: "ell" },
  ];
  for (const other of others) t.notOk(isOf({ ...run, ...other }, adaptive!), JSON.stringify(other));
  t.throws(() => keptIn(`${written}{"who":"adaptive"}\n`, "half.jsonl"), /line 3 of half.jsonl is no run of this bench/);
});

t.test("what the bench is asked for and cannot do is refused in words", async (t) => {
  t.throws(() => wishesIn({}), /no net is named/);
  const SCENARIO = "deploy";
  t.throws(() => wishesIn({ SCENARIO }), /exactly one/);
});
