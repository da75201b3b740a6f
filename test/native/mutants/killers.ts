import { spawn } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** A test; what it takes in processor time when nothing is broken; and, unless it is long, the mutants that make a difference in it. */
export interface Killer {
  readonly number: number;
  readonly milliseconds: number;
  readonly long: boolean;
  readonly name: string;
  readonly file: string; // where it is written; "": it is none of the native tests
  readonly touches: ReadonlySet<number> | undefined;
}
export interface Verdict {
  readonly mutant: number;
  readonly by: string | undefined; // a test; undefined: survived
  readonly how: string; // failed, crashed, without end
}

/** Processor time of a test that was too long to be measured, for all that anybody knows: with less than it takes nobody who meets it would survive. */
const UNMEASURED_MS = 60_000;

/** What `run costs` wrote, and what `run record` did. Throws if a test does not hold although nothing is broken. */
export function readKillers(costs: string, record?: string): Killer[] {
  const touches = new Map<string, Set<number>>(); // by name; tests of one name meet whom any of them touches
  if (record !== undefined && existsSync(record))
    for (const [, , , name, numbers] of rowsOf(record)) {
      const all = touches.get(name!) ?? new Set<number>();
      for (const number of numbers!.split(" ").filter(Boolean)) all.add(Number(number));
      touches.set(name!, all);
    }
  const files = filesOfTests();
  return rowsOf(costs).map(([number, milliseconds, good, name]) => {
    if (good === "FAILED") throw new Error(`it fails although nothing is broken: ${name}`);
    return {
      number: Number(number),
      milliseconds: good === "long" ? UNMEASURED_MS : Number(milliseconds),
      long: good === "long",
      name: name!,
      file: files.get(name!) ?? "",
      touches: touches.get(name!),
    };
  });
}

/** By a test's sentence, which may stand on two lines. */
function filesOfTests(): Map<string, string> {
  const files = new Map<string, string>();
  for (const file of globSync("test/native/{*,stories/*}_test.cc")) {
    const text = readFileSync(file, "utf8").replace(/"\s*\n\s*"/g, "");
    for (const [, sentence] of text.matchAll(/TEST\(\s*"(.*?)"\)/g)) files.set(sentence!, file);
  }
  return files;
}

function rowsOf(file: string): string[][] {
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => line.split("\t"));
}

/** Runs a job for each mutant and tells of each as it ends. A job is made when it is its turn: what the last ones died of is known by then. */
export async function kill(
  program: string,
  mutants: readonly number[],
  jobOf: (mutant: number) => readonly Killer[],
  processes: number,
  tell: (verdict: Verdict) => void,
): Promise<void> {
  const child = spawn(program, [`jobs=${processes}`], { stdio: ["pipe", "pipe", "inherit"] });
  const names = new Map<number, string>();
  let next = 0;
  const feed = (): void => {
    const mutant = mutants[next++];
    if (mutant === undefined) return void child.stdin.end();
    const killers = jobOf(mutant);
    for (const { number, name } of killers) names.set(number, name);
    child.stdin.write(`${mutant} ${killers.map(({ number, milliseconds }) => `${number}:${milliseconds}`).join(" ")}\n`);
  };
  for (let i = 0; i < processes + 1; ++i) feed();
  for await (const line of createInterface(child.stdout)) {
    const [mutant, verdict, test, ...how] = line.split(" ");
    tell({
      mutant: Number(mutant),
      by: verdict === "killed" ? (names.get(Number(test)) ?? "at its start") : undefined,
      how: how.join(" "),
    });
    feed();
  }
  const code = await new Promise<number | null>((resolve) =>
    child.exitCode === null ? child.once("close", resolve) : resolve(child.exitCode),
  );
  if (code !== 0) throw new Error(`${program} came to no good end: ${code ?? child.signalCode}`);
}
