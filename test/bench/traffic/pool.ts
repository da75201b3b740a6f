import { fork } from "node:child_process";

export type Outcome<Run, Result> = { readonly run: Run } & (
  | { readonly result: Result }
  | { readonly failed: string }
  | { readonly unfit: string }
);

/** All runs, each by `script` in a process of its own and `jobs` at a time; outcomes in the order of the runs. `told` hears of each as it ends. */
export async function runAll<Run, Result extends object>(
  script: string,
  runs: readonly Run[],
  jobs: number,
  told: (outcome: Outcome<Run, Result>) => void,
): Promise<readonly Outcome<Run, Result>[]> {
  const outcomes: Outcome<Run, Result>[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < runs.length; i = next++) {
      const outcome = await apart<Run, Result>(script, runs[i]!);
      outcomes[i] = outcome;
      told(outcome);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return outcomes;
}

/** In a run's own process: to whoever forked it, until all of it is on its way. A long answer is lost where the line is closed right behind it. */
export const answer = (message: object): Promise<void> => new Promise((sent) => process.send!(message, undefined, undefined, () => sent()));

/** A run in its own process: a unit that falls takes nobody with it. */
function apart<Run, Result extends object>(script: string, run: Run): Promise<Outcome<Run, Result>> {
  const child = fork(script, [JSON.stringify(run)], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
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
