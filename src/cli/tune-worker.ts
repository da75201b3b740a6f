import { parentPort, workerData } from "node:worker_threads";
import { trialOf } from "../trial.ts";
import type { Slice } from "../tune.ts";
import { runnable } from "./tune-site.ts";

/** A thread of `stopline tune`: it has the recorded half hours, and is told by their place which one to live through again. */
export interface TuneJob {
  readonly text: string;
  readonly slice: number;
  readonly seed: number;
}

parentPort!.on("message", ({ text, slice, seed }: TuneJob) => {
  try {
    parentPort!.postMessage({ result: trialOf({ text, slice: (workerData as readonly Slice[])[slice]!, seed }, runnable) });
  } catch (error) {
    parentPort!.postMessage({ error: (error as Error).stack ?? String(error) });
  }
});
