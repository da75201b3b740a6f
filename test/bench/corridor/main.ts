import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Outcome, runAll } from "../traffic/pool.ts";
import { Misuse } from "../traffic/scenario.ts";
import { capacityOf } from "./capacity.ts";
import { isOf, keptIn, lineOf } from "./kept.ts";
import type { Result, Run } from "./run.ts";
import { tables } from "./table.ts";
import { type Wishes, wishesIn } from "./wishes.ts";

const ONE = join(import.meta.dirname, "one.ts");

/** The verb `make bench-corridor`: special vehicles through a net, led and not, in the same seeds; a table, and what failed. */
async function main(): Promise<number> {
  const wishes = wishesIn(process.env);
  const failed: string[] = [];
  const all = async (
    runs: readonly Run[],
    told: (outcome: Outcome<Run, Result>) => void = () => {},
  ): Promise<readonly Outcome<Run, Result>[]> => {
    let done = 0;
    const outcomes = await runAll<Run, Result>(ONE, runs, wishes.jobs, (outcome) => {
      progress(++done, runs.length, outcome.run);
      told(outcome);
    });
    for (const outcome of outcomes) if ("failed" in outcome) failed.push(`${named(outcome.run)}: ${outcome.failed}`);
    return outcomes;
  };
  const runs: Run[] = [];
  for (const folder of wishes.folders) {
    const takes = wishes.takes ?? (await capacityOf(folder, all));
    console.log(
      `${basename(resolve(folder))} takes ${takes} of its own demand${wishes.takes === null ? ": the most that its shipped plan carries" : ""}`,
    );
    runs.push(...runsOf(wishes, folder, takes));
  }
  // Whatever an earlier bench has found goes on, be it asked for now or not: JSON may be the same file.
  const found = earlier(wishes.from);
  const kept = found.filter((result) => runs.some((run) => isOf(run, result)));
  if (wishes.json !== "") writeFileSync(wishes.json, found.map(lineOf).join(""));
  const missing = runs.filter((run) => !kept.some((result) => isOf(run, result)));
  const outcomes = await all(missing, (outcome) => {
    if (wishes.json !== "" && "result" in outcome) appendFileSync(wishes.json, lineOf(outcome.result));
  });
  const results = [...kept, ...outcomes.flatMap((outcome) => ("result" in outcome ? [outcome.result] : []))];
  if (results.length > 0) console.log(`\n${tables(results)}`);
  for (const words of new Set(results.flatMap(({ scenario, left }) => left.map((why) => `${scenario}: ${why}`)))) console.log(words);
  for (const words of failed) console.error(`stopline: ${words}`);
  return failed.length > 0 ? 1 : 0;
}

function runsOf({ whos, seeds, shares, detection }: Wishes, folder: string, takes: number): readonly Run[] {
  const free = seeds.map((seed): Run => ({ folder, who: "free", detection: "none", seed, demand: 1, share: 0 }));
  // Seed by seed: of a bench that is ended early whole seeds can be judged.
  const others = shares.flatMap((share) =>
    seeds.flatMap((seed) =>
      whos.map((who): Run => ({ folder, who, detection: looks(who) ? detection : "none", seed, demand: takes * share, share })),
    ),
  );
  return [...free, ...others];
}

/** Ours look with the same eyes with and without a corridor. */
const looks = (who: string): boolean => who.startsWith("adaptive") || who.startsWith("our-") || who === "fixed";

const named = ({ folder, who, seed, demand }: Run): string => `${folder}, ${who}, seed ${seed}, demand ${demand}`;

/** What an earlier bench has written. */
function earlier(file: string): readonly Result[] {
  if (file === "") return [];
  if (!existsSync(file)) throw new Misuse(`FROM: there is no file "${file}": name what the JSON= of an earlier bench has written`);
  return keptIn(readFileSync(file, "utf8"), file);
}

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
