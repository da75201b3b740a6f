import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DRIVERS } from "../drivers.ts";
import { playOf } from "../play.ts";
import { type Rig, rigFile } from "../rig.ts";
import { run } from "../run.ts";
import type { Drawn } from "./draw.ts";
import { type Failure, failuresOf } from "./verdict.ts";

/** What came of one. */
export interface Outcome {
  readonly seed: number;
  readonly failures: readonly Failure[];
  readonly simulated_ms: number;
  readonly took_ms: number;
}

/** Plays what its parent sends, one after the other. A rig takes this process's time away: only the system's own clock is right. */
const rigs = new Map<string, Rig>();
const folder = join(process.env["DISK_DIR"]!, "..", "play");
mkdirSync(folder, { recursive: true });
process.on("message", (drawn: Drawn) => {
  void one(drawn).then((outcome) => process.send!(outcome));
});
process.on("disconnect", () => process.exit(0));
process.send!("ready");

async function one({ name, scenario, seed, rig: named }: Drawn): Promise<Outcome> {
  const began = process.hrtime.bigint();
  const play = playOf(name, scenario, seed);
  const played = await run(play, await rigCalled(named), folder);
  const took_ms = Number((process.hrtime.bigint() - began) / 1_000_000n);
  return { seed, failures: failuresOf(played), simulated_ms: play.until, took_ms };
}

async function rigCalled(name: string): Promise<Rig> {
  const file = rigFile(name);
  const rig = rigs.get(name) ?? (await DRIVERS[file.driver]!.open(file));
  rigs.set(name, rig);
  return rig;
}
