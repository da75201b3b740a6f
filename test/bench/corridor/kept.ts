import { basename, resolve } from "node:path";
import { Misuse } from "../traffic/scenario.ts";
import type { Result, Run } from "./run.ts";

/** Thousandths of a second, and tenths of a vehicle that loses all its time: more than anyone reads. */
const [PER_UNIT, LOSS_PER_UNIT] = [1_000, 10];
const rounded = (value: number, per: number): number => Math.round(value * per) / per;

/** A run as one line of JSON. */
export function lineOf(result: Result): string {
  const short = Object.entries(result).map(([key, value]) => [key, typeof value === "number" ? rounded(value, PER_UNIT) : value]);
  return `${JSON.stringify({ ...Object.fromEntries(short), loss_rate: result.loss_rate.map((rate) => rounded(rate, LOSS_PER_UNIT)) })}\n`;
}

/** The runs that an earlier bench has written; a last line that it did not come to end is none. Throws a Misuse in words. */
export const keptIn = (text: string, file: string): readonly Result[] =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line, i) => {
      const result = resultIn(line);
      if (result === null) throw new Misuse(`FROM: line ${i + 1} of ${file} is no run of this bench: name what its JSON= has written`);
      return result;
    });

function resultIn(line: string): Result | null {
  try {
    const result = JSON.parse(line) as Partial<Result> | null;
    return Array.isArray(result?.courses) && Array.isArray(result.loss_rate) ? (result as Result) : null;
  } catch {
    return null;
  }
}

export const isOf = (run: Run, { scenario, who, detection, seed, demand, share }: Result): boolean =>
  scenario === basename(resolve(run.folder)) &&
  who === run.who &&
  detection === run.detection &&
  seed === run.seed &&
  rounded(demand, PER_UNIT) === rounded(run.demand, PER_UNIT) &&
  share === run.share;
