import { CONTROLLERS, type ControllerName, detects } from "./controllers.ts";
import { folderNamed } from "./made.ts";
import type { Run } from "./run.ts";
import { inBuild, Misuse, scenarioIn } from "./scenario.ts";
import type { Detection } from "./world.ts";

/** What the verb was asked for, by its variables. */
export interface Wishes {
  readonly runs: readonly Run[];
  readonly jobs: number;
  readonly json: string;
  readonly plot: string;
}

type Variables = { readonly [name: string]: string | undefined };

const SEEDS = 5;
const MISS = 0.1;
const LOSS = 0.02;

/** Throws a Misuse in words. */
export function wishesIn(variables: Variables): Wishes {
  const listed = (name: string, usual: string): readonly string[] => {
    const text = variables[name] ?? "";
    return (text === "" ? usual : text).split(/[\s,]+/).filter((word) => word !== "");
  };
  const folders = listed("SCENARIO", "").map(folderNamed);
  if (folders.length === 0)
    throw new Misuse("no scenario is named: make bench-traffic SCENARIO=DIR, a folder with a .net.xml, a .rou.xml and a .sumocfg");
  for (const folder of folders) scenarioIn(folder);
  const set = (name: string): boolean => !["", "0"].includes(variables[name] ?? "");
  const short = set("SHORT");
  const controllers = listed("CONTROLLERS", Object.keys(CONTROLLERS).join()).map(controllerNamed);
  const seeds = seedsIn(listed("SEEDS", String(short ? 1 : SEEDS)));
  const demands = listed("DEMAND", "1").map((word) => number("DEMAND", word, 0.01, 10));
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

/** SEEDS=5 are seeds 1 to 5; SEEDS=7,11 are these two. */
function seedsIn(words: readonly string[]): readonly number[] {
  const numbers = words.map((word) => number("SEEDS", word, 0, 2 ** 31 - 1));
  if (numbers.some((seed) => !Number.isInteger(seed))) throw new Misuse("SEEDS are whole numbers: how many, or a list of them with commas");
  return numbers.length === 1 ? Array.from({ length: numbers[0]! }, (_, i) => i + 1) : numbers;
}

function detectionsIn(word: string): readonly Detection[] {
  if (word === "both") return ["loops", "camera"];
  if (word === "loops" || word === "camera") return [word];
  throw new Misuse(`DETECTION is "${word}": write loops, camera or both`);
}

function number(name: string, word: string, least: number, most: number): number {
  const value = Number(word);
  if (word === "" || !(value >= least && value <= most)) throw new Misuse(`${name} has "${word}": write a number from ${least} to ${most}`);
  return value;
}
