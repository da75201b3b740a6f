import { folderNamed } from "../traffic/made.ts";
import { Misuse, scenarioIn } from "../traffic/scenario.ts";
import { isSet, listed, number, seedsIn, type Variables } from "../traffic/variables.ts";
import type { Run } from "./run.ts";

export interface Wishes {
  /** What all runs have in common. */
  readonly base: Pick<Run, "folder" | "detection" | "length_s" | "over">;
  readonly seeds: readonly number[];
  readonly demands: readonly number[];
  readonly jobs: number;
  readonly json: string;
}

/** The made arterial's junctions, and what lies beyond its ends. */
const OVER = "left0,A0,B0,C0,D0,E0,right0";
const [SEEDS, SEEDS_SHORT, LENGTH_S, LENGTH_SHORT_S] = ["5", "1", "3600", "1200"];

/** What the verb was asked for, by its variables. Throws a Misuse in words. */
export function wishesIn(variables: Variables): Wishes {
  const short = isSet(variables, "SHORT");
  const folder = folderNamed(variables["SCENARIO"] || "arterial");
  scenarioIn(folder);
  const over = listed(variables, "OVER", OVER);
  if (over.length < 3) throw new Misuse("OVER names junctions in order, with one beyond each end: left0,A0,B0,right0");
  const detection = variables["DETECTION"] || "camera";
  if (detection !== "camera" && detection !== "loops") throw new Misuse(`DETECTION is "${detection}": write loops or camera`);
  return {
    base: { folder, detection, over, length_s: number("LENGTH", variables["LENGTH"] || (short ? LENGTH_SHORT_S : LENGTH_S), 600, 86_400) },
    seeds: seedsIn(listed(variables, "SEEDS", short ? SEEDS_SHORT : SEEDS)),
    demands: listed(variables, "DEMAND", short ? "0.8" : "0.4,0.8,1").map((word) => number("DEMAND", word, 0.01, 10)),
    jobs: number("JOBS", variables["JOBS"] || "2", 1, 64),
    json: variables["JSON"] ?? "",
  };
}
