import { CONTROLLERS } from "../traffic/controllers.ts";
import { folderNamed, MADE } from "../traffic/made.ts";
import { Misuse, scenarioIn } from "../traffic/scenario.ts";
import { isSet, listed, number, seedsIn, type Variables } from "../traffic/variables.ts";
import type { Detection } from "../traffic/world.ts";
import type { Who } from "./run.ts";

/** What the verb was asked for, by its variables. */
export interface Wishes {
  readonly folders: readonly string[];
  readonly whos: readonly Who[];
  readonly seeds: readonly number[];
  /** Of what the net takes. */
  readonly shares: readonly number[];
  /** Multiplies the scenario's demand to what the net takes; null: the bench finds out. */
  readonly takes: number | null;
  readonly detection: Detection;
  readonly jobs: number;
  /** A line for each run as it ends; "": none. */
  readonly json: string;
  /** Lines of an earlier bench, whose runs are not made again; "": none. */
  readonly from: string;
}

/** What each vehicle is compared with, and what the corridor is laid over. */
const USUAL: readonly Who[] = ["shipped", "sumo-actuated", "adaptive", "adaptive+corridor"];
const LED: readonly string[] = ["adaptive+corridor", "our-actuated+corridor"];
const [SEEDS, SEEDS_SHORT] = [10, 2];

/** Throws a Misuse in words. */
export function wishesIn(variables: Variables): Wishes {
  const short = isSet(variables, "SHORT");
  const folders = listed(variables, "SCENARIO", "").map(folderNamed);
  if (folders.length === 0)
    throw new Misuse(
      `no net is named: make bench-corridor SCENARIO=DIR, a folder with a .net.xml, a .rou.xml and a .sumocfg, or ${Object.keys(MADE).join(", ")}`,
    );
  for (const folder of folders) scenarioIn(folder);
  const detection = variables["DETECTION"] || "camera";
  if (detection !== "camera" && detection !== "loops") throw new Misuse(`DETECTION is "${detection}": write loops or camera`);
  return {
    folders,
    whos: listed(variables, "CONTROLLERS", USUAL.join()).map(whoNamed),
    seeds: seedsIn(listed(variables, "SEEDS", String(short ? SEEDS_SHORT : SEEDS))),
    shares: listed(variables, "DEMAND", short ? "0.8" : "0.4,0.8,1").map((word) => number("DEMAND", word, 0.01, 10)),
    takes: variables["TAKES"] ? number("TAKES", variables["TAKES"], 0.01, 10) : null,
    detection,
    jobs: number("JOBS", variables["JOBS"] || "2", 1, 64),
    json: variables["JSON"] ?? "",
    from: variables["FROM"] ?? "",
  };
}

function whoNamed(word: string): Who {
  if (word in CONTROLLERS || LED.includes(word)) return word as Who;
  throw new Misuse(`CONTROLLERS names "${word}", which is none of ${[...Object.keys(CONTROLLERS), ...LED].join(", ")}`);
}
