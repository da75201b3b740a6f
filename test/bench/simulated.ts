import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Figure, spread } from "./figures.ts";

const RUNS = 3;
const HOURS = 24;

/** Whole processes: start, a simulated day with traffic, serial bytes and journal, end. */
export async function simulated(): Promise<readonly Figure[]> {
  const seconds: number[] = [];
  const digests = new Set<string>();
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now();
    const args = ["src/cli.ts", "sim", "--hours", String(HOURS), "--seed", "7", "--journal", "build/bench/sim.db", "--json"];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    seconds.push((performance.now() - started) / 1_000);
    digests.add((JSON.parse(stdout) as { journal: { sha256: string } }).journal.sha256);
  }
  if (digests.size !== 1) throw new Error(`the same seed gave ${digests.size} different journals`);
  return [
    spread("a simulated day of the four-leg site", "s", seconds),
    spread(
      "simulated hours a second",
      "h/s",
      seconds.map((s) => HOURS / s),
    ),
  ];
}
