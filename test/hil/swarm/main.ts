import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Misuse } from "../../bench/traffic/scenario.ts";
import { draw } from "./draw.ts";
import { type Filed, filed } from "./found.ts";
import { Hand } from "./hand.ts";
import type { Failure } from "./verdict.ts";
import type { Outcome } from "./worker.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What was played, an object a line: the next swarm goes on behind it. */
const LOG = "build/hil/swarm.jsonl";
const DISK = "build/journal/disk.so";
const FOUND = join(import.meta.dirname, "../../scenarios/found");

type Line = Outcome | Filed;

/** The verb `make swarm`: plays what it draws for as long as it is given, and makes what fails short. */
async function main(): Promise<number> {
  const hours = number("HOURS", 1, 0.001, 10_000);
  const jobs = number("JOBS", 2, 1, 64);
  const log = process.env["LOG"] || LOG;
  const before = linesIn(log);
  let next = number("SEED", 1 + before.reduce((most, { seed }) => Math.max(most, seed), 0), 0, 2 ** 31 - 1);
  const until = performance.now() + hours * HOUR_MS;
  const lines: Line[] = [];
  mkdirSync(dirname(log), { recursive: true });
  const work = async (): Promise<void> => {
    const hand = new Hand(join(process.cwd(), DISK));
    while (performance.now() < until) {
      const drawn = draw(next++);
      const outcome = await hand.play(drawn);
      const line = outcome.failures.length === 0 ? outcome : await filed(hand, drawn, outcome, FOUND, console.log);
      lines.push(line);
      appendFileSync(log, `${JSON.stringify(line)}\n`);
    }
    hand.close();
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: jobs }, work));
  console.log(summary("this time", lines, performance.now() - began));
  if (before.length > 0) console.log(summary(`since ${log} began`, [...before, ...lines], Number.NaN));
  return lines.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

function summary(when: string, lines: readonly Line[], took_ms: number): string {
  const days = lines.reduce((sum, { simulated_ms }) => sum + simulated_ms, 0) / DAY_MS;
  const failed = lines.filter(({ failures }) => failures.length > 0);
  const kinds = Map.groupBy(failed, ({ failures }) => (failures[0] as Failure).what);
  const found = [...kinds].map(([what, of]) => `${what}: ${of.map(({ seed }) => seed).join(", ")}`);
  const pace = Number.isNaN(took_ms) ? "" : `, ${((days * HOUR_MS) / took_ms).toFixed(1)} days an hour`;
  return `${when}: ${lines.length} plays, ${days.toFixed(2)} simulated days${pace}; ${failed.length} failed${found.length > 0 ? ` (${found.join("; ")})` : ""}`;
}

function linesIn(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

function number(name: string, usual: number, least: number, most: number): number {
  const value = Number(process.env[name] || usual);
  if (!(value >= least && value <= most)) throw new Misuse(`${name} is a number from ${least} to ${most}, not "${process.env[name]}"`);
  return value;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`stopline: ${(error as Error).message}`);
  process.exitCode = error instanceof Misuse ? 2 : 1;
}
