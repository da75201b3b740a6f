import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { plot } from "./plot.ts";
import { runAll } from "./pool.ts";
import type { Result, Run } from "./run.ts";
import { Misuse } from "./scenario.ts";
import { tables } from "./table.ts";
import { wishesIn } from "./wishes.ts";

/** The verb `make bench-traffic`: every controller through every scenario, its table, and what failed. */
async function main(): Promise<number> {
  const { runs, jobs, json, plot: picture } = wishesIn(process.env);
  let done = 0;
  const outcomes = await runAll<Run, Result>(join(import.meta.dirname, "one.ts"), runs, jobs, ({ run }) =>
    progress(++done, runs.length, run),
  );
  const results = outcomes.flatMap((outcome) => ("result" in outcome ? [outcome.result] : []));
  const failed = outcomes.flatMap((outcome) => ("failed" in outcome ? [`${named(outcome.run)}: ${outcome.failed}`] : []));
  const remarks = outcomes.flatMap((outcome): readonly string[] => {
    const scenario = basename(resolve(outcome.run.folder));
    if ("unfit" in outcome) return [`${scenario}: ${outcome.unfit}`];
    return "result" in outcome ? outcome.result.left.map((words) => `${scenario}: ${words}`) : [];
  });
  if (results.length > 0) {
    console.log(tables(results));
    mkdirSync(dirname(picture), { recursive: true });
    writeFileSync(picture, plot(results));
    console.log(`\n${picture}`);
  }
  for (const words of new Set(remarks)) console.log(words);
  if (json !== "") writeFileSync(json, results.map((result) => `${JSON.stringify(plain(result))}\n`).join(""));
  for (const words of failed) console.error(`stopline: ${words}`);
  return failed.length > 0 || results.some(({ conflicts }) => conflicts > 0) ? 1 : 0;
}

const named = ({ folder, controller, detection, seed, demand }: Run): string =>
  `${folder}, ${controller}, ${detection}, seed ${seed}, demand ${demand}`;

/** Thousandths of a second are more than anyone reads. */
const plain = (result: Result): object =>
  Object.fromEntries(
    Object.entries(result).map(([key, value]) => [key, typeof value === "number" ? Math.round(value * 1_000) / 1_000 : value]),
  );

function progress(done: number, of: number, run: Run): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done === of ? "\r\x1b[K" : `\r\x1b[K${done} of ${of} runs; last: ${named(run)}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  console.error(`stopline: ${error.message}`);
  process.exitCode = 2;
}
