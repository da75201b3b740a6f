import { answer } from "../traffic/pool.ts";
import { type Run, runOnce } from "./run.ts";

/** One run, as JSON in the first argument; its result goes to whoever forked this process, or to the terminal. */
try {
  const result = await runOnce(JSON.parse(process.argv[2]!) as Run);
  if (process.send === undefined) console.log(JSON.stringify({ ...result, measured: undefined }, null, 1));
  else await answer(result);
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
process.disconnect?.();
