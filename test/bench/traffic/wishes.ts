import { CONTROLLERS, type ControllerName, detects } from "./controllers.ts";
import { folderNamed } from "./made.ts";
import type { Run } from "./run.ts";
import { inBuild, Misuse, scenarioIn } from "./scenario.ts";
import { isSet, listed, number, seedsIn, type Variables } from "./variables.ts";
import type { Detection } from "./world.ts";

/** What the verb was asked for, by its variables. */
export interface Wishes {
  readonly runs: readonly Run[];
  readonly jobs: number;
  readonly json: string;
  readonly plot: string;
}

const SEEDS = 5;
const MISS = 0.1;
const LOSS = 0.02;

/** Throws a Misuse in words. */
export function wishesIn(variables: Variables): Wishes {
  const folders = listed(variables, "SCENARIO", "").map(folderNamed);
  if (folders.length === 0)
    throw new Misuse("no scenario is named: make bench-traffic SCENARIO=DIR, a folder with a .net.xml, a .rou.xml and a .sumocfg");
  for (const folder of folders) scenarioIn(folder);
  const set = (name: string): boolean => isSet(variables, name);
  const short = set("SHORT");
  const controllers = listed(variables, "CONTROLLERS", Object.keys(CONTROLLERS).join()).map(controllerNamed);
  const seeds = seedsIn(listed(variables, "SEEDS", String(short ? 1 : SEEDS)));
  const demands = listed(variables, "DEMAND", "1").map((word) => number("DEMAND", word, 0.01, 10));
  const miss = number("MISS", variables["MISS"] || String(MISS), 0, 1);
  const detections = detectionsIn(variables["DETECTION"] || "both");
  const neighbours = set("NEIGHBOURS");
  const loss = number("LOSS", variables["LOSS"] || String(LOSS), 0, 1);
  const [failures, incidents] = [set("FAILURES"), set("INCIDENTS")];
  const runs = folders.flatMap((folder) =>
    demands.flatMap((demand) =>
      controllers.flatMap((controller) =>
        (detects(controller) ? detections : (["none"] as const)).flatMap((detection) =>
          seeds.map((seed): Run => ({ folder, controller, detection, seed, demand, miss, failures, incidents, neighbours, loss })),
        ),
      ),
    ),
  );
  return {
    runs,
    jobs: number("JOBS", variables["JOBS"] || "2", 1, 64),
    json: variables["JSON"] ?? "",
    plot: variables["PLOT"] || inBuild("delay.svg"),
  };
}

function controllerNamed(word: string): ControllerName {
  if (word in CONTROLLERS) return word as ControllerName;
  throw new Misuse(`CONTROLLERS names "${word}", which is none of ${Object.keys(CONTROLLERS).join(", ")}`);
}

function detectionsIn(word: string): readonly Detection[] {
  if (word === "both") return ["loops", "camera"];
  if (word === "loops" || word === "camera") return [word];
  throw new Misuse(`DETECTION is "${word}": write loops, camera or both`);
}
