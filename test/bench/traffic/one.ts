import { folderNamed } from "./made.ts";
import { answer } from "./pool.ts";
import { type Run, runOnce } from "./run.ts";
import { Unfit } from "./unfit.ts";

/** What somebody who types a run need not say. */
const USUAL = {
  detection: "loops",
  seed: 1,
  demand: 1,
  miss: 0.1,
  failures: false,
  neighbours: false,
  loss: 0.02,
  incidents: false,
} as const;

/** One run, as JSON in the first argument; its result goes to whoever forked this process, or to the terminal. */
try {
  const run = { ...USUAL, ...(JSON.parse(process.argv[2]!) as Partial<Run>) } as Run;
  const result = await runOnce({ ...run, folder: folderNamed(run.folder) });
  if (process.send === undefined) console.log(JSON.stringify(result, null, 1));
  else await answer(result);
} catch (error) {
  if (error instanceof Unfit && process.send !== undefined) await answer({ unfit: error.message });
  else {
    console.error(error instanceof Error ? error.message : error);
    if (process.env["KEEP"] === "1") console.error(error);
    process.exitCode = 1;
  }
}
process.disconnect?.();
