/** Plays five minutes of a street in simulated time, in which the power goes for good after three: not at all, untold, and told. Prints what is said of each unit at the end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { playOf } from "../play.ts";
import { rigFile } from "../rig.ts";
import { run } from "../run.ts";
import type { Scenario, Weather } from "../scenario.ts";
import { untold } from "../untold.ts";
import { SIM } from "./rig.ts";

const CALM: Scenario = { story: "", site: "tee", lasts: "5 min", weather: [], expects: [] };
const GONE: Weather = { at: "3 min", fault: { kind: "power-cut" } };

const rig = await SIM.open(rigFile("sim"));
const folder = mkdtempSync(join(tmpdir(), "stopline-dies-"));
const said: (readonly string[])[] = [];
for (const [scenario, on] of [
  [CALM, rig],
  [CALM, untold(rig, [GONE])],
  [{ ...CALM, weather: [GONE] }, rig],
] as const) {
  const { failed, watches } = await run(playOf("dies", scenario, 7), on, folder);
  const { violations, unjudged } = watches.find(({ watcher }) => watcher === "flash")!;
  said.push([failed, ...violations.map(({ words }) => words), unjudged].filter((words) => words !== ""));
}
rmSync(folder, { recursive: true });
console.log(JSON.stringify(said));
process.exit();
