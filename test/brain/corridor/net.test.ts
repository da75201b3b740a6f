import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { routeOf } from "../../../src/brain/corridor/graph.ts";
import { Journey } from "../../../src/brain/corridor/journey.ts";
import { TravelTimes } from "../../../src/brain/corridor/travel.ts";
import { phaseOf } from "../../../src/import/corridor-text.ts";
import { importSumo } from "../../../src/import/index.ts";
import type { Timed } from "../../../src/import/intergreen.ts";
import type { Link } from "../../../src/import/net.ts";
import type { StageTimes } from "../../../src/import/stages.ts";
import { siteOf } from "../../streets.ts";
import { graphOf, reportAt } from "./graphs.ts";

const CLI = new URL("../../../src/cli.ts", import.meta.url).pathname;
const NET = new URL("../../import/tee.net.xml", import.meta.url).pathname;

t.test(
  "a SUMO net becomes a corridor file: its unit is the one that is imported, and a turn has a stage in which it is green",
  async (t) => {
    const out = join(t.testdir(), "corridor.toml");
    const made = spawnSync(process.execPath, [CLI, "import-sumo", NET, "--corridor", "--out", out], { encoding: "utf8" });
    t.equal(made.status, 0, made.stderr);
    const graph = graphOf(readFileSync(out, "utf8"));
    const imported = importSumo(readFileSync(NET, "utf8"), { net: "tee.net.xml", tls: "c" });
    if (!imported.ok) throw new Error(imported.words);
    const site = siteOf(imported.text);
    t.same([...graph.units], [site.id]);
    for (const { to, approach, turns } of graph.links.values()) {
      if (!graph.units.has(to)) continue;
      t.ok(
        site.approaches.some(({ name }) => name === approach),
        `its queue stands on ${approach}`,
      );
      for (const { phase } of turns) {
        const stage = site.stages!.stages.find(({ number }) => number === phase)!;
        const groups = site.phases.length > 0 ? stage.groups : [];
        t.ok(groups.length > 0, `phase ${phase} is a stage`);
      }
    }
    const route = routeOf(graph, "nc", ["cs"], ({ length_m }) => length_m)!;
    t.match(route, [
      { link: { link: "nc" }, stop: { unit: site.id } },
      { link: { link: "cs" }, stop: null },
    ]);
    const journey = new Journey(graph, new TravelTimes(), "RTW-1", "ambulance");
    const [x, y] = graph.links.get("nc")!.line[1]!;
    t.equal(journey.take(0, reportAt(graph, "RTW-1", 0, [x, y - 30], { heading_deg: 180, way: ["cs"] })), "");
    t.match(journey.arrivals(0), [{ unit: site.id }]);
  },
);

t.test(
  "who turns left is asked for in a stage that lets a queue go, where one is long enough and nobody has the right of way over it",
  async (t) => {
    const link = (index: number) => ({ index }) as Link;
    const group = (name: string, index: number, yields_to: readonly string[] = []) =>
      ({ group: { name, links: [link(index)] }, yields_to }) as unknown as Timed;
    const stage = (number: number, groups: readonly string[], max_green_ds: number, further = false) =>
      ({ number, groups, max_green_ds, further }) as unknown as StageTimes;
    const groups = [group("through", 0), group("left", 1, ["oncoming"]), group("oncoming", 2)];
    const program = [stage(1, ["through", "left", "oncoming"], 495), stage(2, ["left"], 90)];
    const own = [...program, stage(3, ["through", "left"], 495, true)];
    const asked = (index: number, stages: readonly StageTimes[]) =>
      phaseOf({ legs: [], groups, times: stages, rings: null }, [link(index)]);
    t.same(asked(1, own), [3], "its own through goes with it");
    t.same(asked(0, own), [1], "the program's");
    t.same(asked(1, program), [2], "a short one rather than to wait for a gap");
    t.same(asked(1, [program[0]!]), [1], "if there is no other");
    t.same(asked(9, own), []);
  },
);

t.test("a vehicle is asked for in a stage that lets everybody go who stands in its lane, be it a further one", async (t) => {
  const link = (index: number, lane: number) => ({ index, lane, from: "north" }) as Link;
  const group = (name: string, links: readonly Link[], yields_to: readonly string[] = []) =>
    ({ group: { name, links }, yields_to }) as unknown as Timed;
  const stage = (number: number, groups: readonly string[], further = false) =>
    ({ number, groups, max_green_ds: 300, further }) as unknown as StageTimes;
  const [kerb, middle, turn] = [link(0, 0), link(1, 1), link(2, 1)];
  const groups = [group("through", [kerb, middle]), group("left", [turn], ["oncoming"]), group("oncoming", [link(3, 5)])];
  const lefts = stage(2, ["left"]);
  const leg = stage(3, ["through", "left"], true);
  const asked = (stages: readonly StageTimes[]) => phaseOf({ legs: [], groups, times: stages, rings: null }, [turn]);
  t.same(asked([stage(1, ["through", "left", "oncoming"]), lefts, leg]), [3], "its lane is the through vehicles', too");
  t.same(asked([stage(1, ["through", "left", "oncoming"]), lefts]), [2], "where there is none, one of its own");
});
