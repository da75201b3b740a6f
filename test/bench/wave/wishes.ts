import { folderNamed } from "../traffic/made.ts";
import { Misuse, scenarioIn } from "../traffic/scenario.ts";
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
export function wishesIn(variables: { readonly [name: string]: string | undefined }): Wishes {
  const listed = (name: string, usual: string): readonly string[] =>
    (variables[name] || usual).split(/[\s,]+/).filter((word) => word !== "");
  const number = (name: string, word: string, least: number, most: number): number => {
    const value = Number(word);
    if (!(value >= least && value <= most)) throw new Misuse(`${name} is "${word}": write ${least} to ${most}`);
    return value;
  };
  const short = !["", "0"].includes(variables["SHORT"] ?? "");
  const folder = folderNamed(variables["SCENARIO"] || "arterial");
  scenarioIn(folder);
  const over = listed("OVER", OVER);
  if (over.length < 3) throw new Misuse("OVER names junctions in order, with one beyond each end: left0,A0,B0,right0");
  const detection = variables["DETECTION"] || "camera";
  if (detection !== "camera" && detection !== "loops") throw new Misuse(`DETECTION is "${detection}": write loops or camera`);
  const seeds = listed("SEEDS", short ? SEEDS_SHORT : SEEDS).map((word) => Math.trunc(number("SEEDS", word, 0, 2 ** 31 - 1)));
  return {
    base: { folder, detection, over, length_s: number("LENGTH", variables["LENGTH"] || (short ? LENGTH_SHORT_S : LENGTH_S), 600, 86_400) },
    seeds: seeds.length === 1 ? Array.from({ length: seeds[0]! }, (_, i) => i + 1) : seeds,
    demands: listed("DEMAND", short ? "0.8" : "0.4,0.8,1").map((word) => number("DEMAND", word, 0.01, 10)),
    jobs: number("JOBS", variables["JOBS"] || "2", 1, 64),
    json: variables["JSON"] ?? "",
  };
}
