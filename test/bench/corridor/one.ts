import { folderNamed } from "../traffic/made.ts";
import { answer } from "../traffic/pool.ts";
import { type Run, runOnce } from "./run.ts";

const USUAL = { detection: "camera", seed: 1, demand: 1, share: 1 } as const;

/** One run, as JSON in the first argument; its result goes to whoever forked this process, or to the terminal. */
try {
  const run = { ...USUAL, ...(JSON.parse(process.argv[2]!) as Partial<Run>) } as Run;
  const result = await runOnce({ ...run, folder: folderNamed(run.folder) });
  if (process.send === undefined) console.log(JSON.stringify({ ...result, loss_rate: undefined }, null, 1));
  else await answer(result);
} catch (error) {
  console.error(process.env["TRACE"] === "1" ? error : error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.disconnect?.();
