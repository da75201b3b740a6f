import { rmSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { inBuild } from "../../bench/traffic/scenario.ts";
import { fast } from "./fast.ts";
import { placeIn } from "./place.ts";
import { real } from "./real.ts";

/** One run: one seed in one of the two times. */
export interface Run {
  readonly folder: string;
  readonly pattern: string;
  readonly time: "fast" | "real";
  readonly seed: number;
  readonly demand: number;
  readonly seconds: number;
  readonly loss_pm: number;
}

/** As JSON in the first argument; the result goes to whoever forked this process. */
const run = JSON.parse(process.argv[2]!) as Run;
const { pattern, seed, demand, seconds, loss_pm } = run;
// Whoever asked is gone: nobody hears what comes of it.
const alone = (): never => process.exit(1);
process.once("disconnect", alone);
const at = join(process.cwd(), inBuild("..", "hil-sumo", `${run.time}-${seed}-${process.pid}`));
// Simulated time can wait for the processor; real time cannot.
if (run.time === "fast") setPriority(10);
try {
  const place = placeIn(run.folder, pattern);
  const result = await (run.time === "fast" ? fast(place, seed, demand, seconds, at) : real(place, seed, demand, seconds, at, loss_pm));
  // A result with every tick's lateness is long: whoever hangs up before it is through has said nothing.
  if (process.send) await new Promise((resolve) => process.send!({ ...run, ...result }, resolve));
  else console.log(JSON.stringify(result, (key, value) => (key.endsWith("late_ms") ? (value as number[]).length : value), 1));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
if (process.env["KEEP"] !== "1") rmSync(at, { recursive: true, force: true });
process.off("disconnect", alone);
process.disconnect?.();
