import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readNet } from "../../../src/import/net.ts";
import { CONTROLLERS, type ControllerName } from "./controllers.ts";
import { incident } from "./incident.ts";
import { lightsOf } from "./lights.ts";
import { movementsIn } from "./movements.ts";
import { reaches } from "./reach.ts";
import { inBuild, scenarioIn } from "./scenario.ts";
import { startSumo } from "./sumo.ts";
import { type Trips, tripsIn } from "./trips.ts";
import { Unfit } from "./unfit.ts";
import { Witness, type Witnessed } from "./witness.ts";
import type { Detection, World } from "./world.ts";

/** One run of one controller through one scenario. */
export interface Run {
  readonly folder: string;
  readonly controller: ControllerName;
  readonly detection: Detection;
  readonly seed: number;
  readonly demand: number;
  readonly miss: number;
  /** Detectors of ours fail on the way. */
  readonly failures: boolean;
  /** Units of ours tell each other whom they let go; this share of what they say is lost. */
  readonly neighbours: boolean;
  readonly loss: number;
  /** A vehicle breaks down before a signal. */
  readonly incidents: boolean;
}

export interface Result extends Omit<Run, "folder">, Trips, Witnessed {
  readonly scenario: string;
  readonly left: readonly string[];
  readonly unit_cpu_s: number;
  readonly took_s: number;
}

/** Throws an Error in words when SUMO does not run, or when a monitor of ours latches a fault. */
export async function runOnce(run: Run, second: (done: number, of: number) => void = () => {}): Promise<Result> {
  const started = performance.now();
  const { folder, controller: name, ...rest } = run;
  const scenario = scenarioIn(folder);
  const netText = readFileSync(scenario.net, "utf8");
  const net = readNet(netText);
  const lights = lightsOf(net);
  const world: World = {
    scenario,
    net,
    reach: reaches(net, netText),
    lights,
    seed: run.seed,
    detection: run.detection,
    miss: run.miss,
    failures: run.failures,
    neighbours: run.neighbours,
    loss: run.loss,
    demand: run.demand,
    ...(process.env["TRACE"] ? { trace: process.env["TRACE"] } : {}),
  };
  const controller = CONTROLLERS[name](world);
  const at = inBuild(`${scenario.name}-${name}-${run.detection}-${run.seed}-${run.demand}-${process.pid}`);
  mkdirSync(at, { recursive: true });
  const additional = join(at, "additional.add.xml");
  const outputs = { trips: join(at, "trips.xml"), summary: join(at, "summary.xml") };
  writeFileSync(
    additional,
    ["<additional>", ...controller.additional, run.incidents ? incident(world) : "", "</additional>", ""].join("\n"),
  );
  const sumo = await startSumo(scenario, run.seed, run.demand, [additional], outputs);
  const witness = new Witness(world);
  try {
    // Of two subscriptions of one lane the last holds, and the witness asks for all that anybody does.
    await sumo.traci.subscribe([...controller.subscriptions, ...witness.subscriptions]);
    let told = controller.first();
    for (let at_s = scenario.begin_s + 1; at_s <= scenario.end_s; at_s++) {
      const seen = await sumo.traci.step(told);
      witness.step(seen);
      told = controller.step(seen, at_s);
      second(at_s - scenario.begin_s, scenario.end_s - scenario.begin_s);
    }
    controller.end?.();
    await sumo.end();
  } catch (error) {
    const said = await sumo.stop();
    if (name === "sumo-delay-based" && said.includes("MSE2Collector"))
      throw new Unfit(`${name}: SUMO 1.15 fails on its own detectors in this net`);
    throw new Error(`${(error as Error).message}${said === "" ? "" : `; SUMO says: ${said}`}`);
  }
  const trips = tripsIn(readFileSync(outputs.trips, "utf8"), movementsIn(readFileSync(scenario.routes, "utf8")));
  const result: Result = {
    ...rest,
    controller: name,
    scenario: scenario.name,
    ...trips,
    ...witness.tallies(readFileSync(outputs.summary, "utf8"), trips),
    left: controller.left,
    unit_cpu_s: controller.spent_ms() / 1_000,
    took_s: (performance.now() - started) / 1_000,
  };
  if (process.env["KEEP"] !== "1") rmSync(at, { recursive: true, force: true });
  return result;
}
