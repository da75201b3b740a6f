import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readGraph } from "../../../src/brain/corridor/file.ts";
import type { Graph } from "../../../src/brain/corridor/graph.ts";
import { corridorText } from "../../../src/import/corridor-text.ts";
import { type Net, readNet } from "../../../src/import/net.ts";
import { CONTROLLERS, type ControllerName } from "../traffic/controllers.ts";
import { lightsOf } from "../traffic/lights.ts";
import { ours } from "../traffic/ours/controller.ts";
import { reaches } from "../traffic/reach.ts";
import { inBuild, Misuse, scenarioIn } from "../traffic/scenario.ts";
import { startSumo } from "../traffic/sumo.ts";
import { showLight, subscribe } from "../traffic/traci/codec.ts";
import { VARIABLE } from "../traffic/traci/words.ts";
import { tripsIn } from "../traffic/trips.ts";
import type { Controller, Detection, World } from "../traffic/world.ts";
import { type Course, coursesIn, lossRateIn } from "./course.ts";
import { Leading } from "./leading.ts";
import { isSpecial, specialsIn, specialsXml } from "./special.ts";

/** Who controls a run: a controller of the traffic bench, one of ours that a corridor leads vehicles through, or nobody on empty roads. */
export type Who = ControllerName | "adaptive+corridor" | "our-actuated+corridor" | "free";

export interface Run {
  readonly folder: string;
  readonly who: Who;
  readonly detection: Detection;
  readonly seed: number;
  /** What the scenario's demand is multiplied with, and what share of what the net takes that is. */
  readonly demand: number;
  readonly share: number;
}

export interface Result extends Omit<Run, "folder"> {
  readonly scenario: string;
  readonly begin_s: number;
  readonly courses: readonly Course[];
  readonly others: number;
  readonly mean_delay_s: number;
  readonly p95_delay_s: number;
  readonly unfinished: number;
  readonly not_inserted: number;
  /** Time that everybody together loses, by second. */
  readonly loss_rate: readonly number[];
  readonly commands: number;
  readonly left: readonly string[];
  readonly took_s: number;
}

const DAY_MS = Date.UTC(2026, 0, 5);

export const graphOf = (net: Net, file: string, vehicles = ""): Graph => {
  const read = readGraph(`${corridorText(net, file)}\n${vehicles}`, file);
  if (!read.ok) throw new Misuse(`${file} makes no corridor file: ${JSON.stringify(read.problems[0])}`);
  return read.graph;
};

/** Throws an Error in words when SUMO does not run, or when a monitor of ours latches a fault. */
export async function runOnce(run: Run): Promise<Result> {
  const started = performance.now();
  const { folder, ...rest } = run;
  const { who, seed, demand, detection } = run;
  const scenario = scenarioIn(folder);
  const netText = readFileSync(scenario.net, "utf8");
  const net = readNet(netText);
  const lights = lightsOf(net);
  const graph = graphOf(net, basename(scenario.net));
  const specials = specialsIn(net, graph, seed, scenario.begin_s, scenario.end_s);
  const at = inBuild("corridor", `${scenario.name}-${who}-${detection}-${seed}-${demand}-${process.pid}`);
  mkdirSync(at, { recursive: true });
  const world: World = {
    scenario,
    net,
    reach: reaches(net, netText),
    lights,
    seed,
    detection,
    miss: 0.1,
    failures: false,
    neighbours: false,
    loss: 0,
  };
  const { controller, units } = controllerOf(who, world);
  const lead = units === null ? null : new Leading(net, basename(scenario.net), specials, units, DAY_MS + scenario.begin_s * 1_000, seed);
  const additional = join(at, "additional.add.xml");
  const outputs = { trips: join(at, "trips.xml"), summary: join(at, "summary.xml") };
  const alone = join(at, "nobody.rou.xml");
  writeFileSync(alone, "<routes/>\n");
  writeFileSync(additional, ["<additional>", ...controller.additional, ...specialsXml(specials, demand), "</additional>", ""].join("\n"));
  const sumo = await startSumo({ ...scenario, ...(who === "free" ? { routes: alone } : {}) }, seed, demand, [additional], outputs);
  try {
    const departures = subscribe("simulation", "", [VARIABLE.departed]);
    await sumo.traci.subscribe([...controller.subscriptions, departures]);
    let told = controller.first();
    for (let at_s = scenario.begin_s + 1; at_s <= scenario.end_s; at_s++) {
      const seen = await sumo.traci.step(told);
      const shown = controller.step(seen, at_s);
      told = [...shown, ...((await lead?.step(seen, at_s)) ?? [])];
    }
    await sumo.end();
  } catch (error) {
    const said = await sumo.stop();
    throw new Error(`${(error as Error).message}${said === "" ? "" : `; SUMO says: ${said}`}`);
  }
  lead?.close();
  const xml = readFileSync(outputs.trips, "utf8");
  const trips = tripsIn(xml, () => undefined, isSpecial);
  const loss_rate = lossRateIn(readFileSync(outputs.summary, "utf8"));
  if (process.env["KEEP"] !== "1") rmSync(at, { recursive: true, force: true });
  else console.error(at);
  return {
    ...rest,
    scenario: scenario.name,
    begin_s: scenario.begin_s,
    courses: coursesIn(xml, specials, scenario.end_s),
    others: trips.vehicles,
    mean_delay_s: trips.mean_delay_s,
    p95_delay_s: trips.p95_delay_s,
    unfinished: trips.unfinished,
    not_inserted: trips.not_inserted,
    loss_rate,
    commands: lead?.commands ?? 0,
    left: controller.left,
    took_s: (performance.now() - started) / 1_000,
  };
}

/** `units`: those that are led; null where nobody leads. */
function controllerOf(who: Who, world: World) {
  if (who === "free") return { controller: allGreen(world), units: null };
  if (who === "adaptive+corridor" || who === "our-actuated+corridor") {
    const own = ours(world, who === "adaptive+corridor" ? "adaptive" : "actuated");
    return { controller: own, units: own.units };
  }
  return { controller: CONTROLLERS[who](world) as Controller, units: null };
}

/** Every light is green for everybody: on empty roads nobody meets anybody. */
const allGreen = ({ lights }: World): Controller => ({
  additional: [],
  subscriptions: [],
  first: () => lights.map(({ tls, places }) => showLight(tls, "G".repeat(places))),
  step: () => [],
  left: [],
  spent_ms: () => 0,
});
