import { fork } from "node:child_process";
import { join } from "node:path";
import type { Result, Run } from "./run.ts";

export type Outcome = { readonly run: Run } & ({ readonly result: Result } | { readonly failed: string } | { readonly unfit: string });

/** All runs, `jobs` processes at a time; outcomes in the order of the runs. `told` hears of each as it ends. */
export async function runAll(runs: readonly Run[], jobs: number, told: (outcome: Outcome) => void): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < runs.length; i = next++) {
      const outcome = await apart(runs[i]!);
      outcomes[i] = outcome;
      told(outcome);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return outcomes;
}

/** A run in its own process: a unit that falls takes nobody with it. */
function apart(run: Run): Promise<Outcome> {
  const child = fork(join(import.meta.dirname, "one.ts"), [JSON.stringify(run)], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let heard: Result | { readonly unfit: string } | null = null;
  let said = "";
  child.on("message", (message) => {
    heard = message as NonNullable<typeof heard>;
  });
  child.stderr!.setEncoding("utf8").on("data", (words: string) => {
    said = (said + words).slice(-4_000);
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      if (heard === null) resolve({ run, failed: said.trim() || `its process ended with ${code}` });
      else resolve("unfit" in heard ? { run, unfit: heard.unfit } : { run, result: heard });
    });
  });
}
