import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { programOf, type Scene } from "./scenes.ts";
import type { Calls, Heads } from "./steps.ts";

/** What SUMO's controller saw and showed. */
export interface Recording {
  readonly calls: Calls;
  readonly heads: Heads;
}

const HERE = import.meta.dirname;
const FOLDER = "build/sumo";
const NET = join(FOLDER, "four-leg.net.xml");
/** Vehicles a second from one leg to another: through, then left. */
const MOVEMENTS = [
  ["west", "east", 0.09],
  ["east", "west", 0.09],
  ["north", "south", 0.06],
  ["south", "north", 0.06],
  ["west", "north", 0.03],
  ["east", "south", 0.03],
  ["north", "east", 0.03],
  ["south", "west", 0.03],
] as const;
/** Shares of that in the three thirds of a run: a quiet street, an ordinary one, one that is full. */
const LOADS = [0.3, 1, 1.6];

export function makeNet(): void {
  mkdirSync(FOLDER, { recursive: true });
  const plain = (kind: string): string => join(HERE, "net", `four-leg.${kind}.xml`);
  run("netconvert", [
    "-n",
    plain("nod"),
    "-e",
    plain("edg"),
    "-x",
    plain("con"),
    "--no-turnarounds",
    "--xml-validation",
    "never",
    "-o",
    NET,
  ]);
}

/** One run of random traffic under SUMO's controller. */
export function record(scene: Scene, seed: number, minutes: number): Recording {
  const program = join(FOLDER, "program.add.xml");
  const routes = join(FOLDER, "traffic.rou.xml");
  const lines = join(FOLDER, "steps.txt");
  writeFileSync(program, programOf(scene));
  writeFileSync(routes, traffic(minutes));
  run("/usr/bin/python3", [join(HERE, "record.py"), NET, program, routes, String(seed), String(minutes * 600), lines]);
  const steps = readFileSync(lines, "ascii").trimEnd().split("\n");
  const calls = new Uint8Array(steps.length * 8);
  const heads = new Uint8Array(steps.length * 8);
  steps.forEach((line, step) => {
    for (let p = 0; p < 8; p++) {
      calls[step * 8 + p] = Number(line[9 + p]);
      heads[step * 8 + p] = " ryg".indexOf(line[18 + p]!);
    }
    const known = line.slice(0, 8);
    if (!scene.latching && known !== line.slice(9, 17))
      throw new Error(`step ${step}: SUMO worked with the calls ${known}, its detectors say ${line}`);
  });
  return { calls, heads };
}

function traffic(minutes: number): string {
  const third = (minutes * 60) / LOADS.length;
  const flows = LOADS.flatMap((load, i) =>
    MOVEMENTS.map(([from, to, rate]) => {
      const when = `begin="${third * i}" end="${third * (i + 1)}" period="exp(${(rate * load).toFixed(4)})"`;
      return `  <flow id="${from}-${to}-${i}" from="from-${from}" to="to-${to}" ${when} departSpeed="max" departLane="best"/>`;
    }),
  );
  return ["<routes>", ...flows, "</routes>", ""].join("\n");
}

function run(program: string, parameters: readonly string[]): void {
  execFileSync(program, parameters, { stdio: ["ignore", "ignore", "inherit"] });
}
