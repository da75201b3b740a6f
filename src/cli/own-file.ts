import { readFileSync } from "node:fs";
import { formatProblem } from "../config/index.ts";
import type { Problem } from "../config/problem.ts";
import { UsageError } from "./verb.ts";

type Reading = { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] };

/** A file of the centre's own, or a UsageError with everything that is wrong with it. `named`: how it was said which one. */
export function ownFile<R extends Reading>(
  file: string,
  named: string,
  read: (text: string, file: string) => R,
): Extract<R, { readonly ok: true }> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${named} cannot be read: ${(error as Error).message}`);
  }
  const reading = read(text, file);
  if (!reading.ok) throw new UsageError(reading.problems.map((problem) => formatProblem(problem)).join("\n"));
  return reading as Extract<R, { readonly ok: true }>;
}
