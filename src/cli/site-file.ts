import { readFileSync } from "node:fs";
import { formatProblem, readSite } from "../config/index.ts";
import type { Site } from "../traffic/site.ts";
import { UsageError } from "./verb.ts";

/** A site file as text and as meaning. Prints what is wrong with it and returns null if it cannot be run. */
export function loadSite(file: string): { readonly site: Site; readonly text: string } | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read the site file ${file}: ${(error as Error).message}`);
  }
  const read = readSite(text, file);
  if (read.ok) return { site: read.site, text };
  for (const problem of read.problems) console.error(formatProblem(problem, file));
  console.error(`stopline: ${file} cannot be run as it stands. "stopline check ${file}" says the same.`);
  return null;
}

/** Runs until a signal asks for the end, then `close`. Resolves to the exit code. */
export function untilAsked(close: () => Promise<void>): Promise<number> {
  return new Promise((resolve) => {
    const end = () => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, end);
      close().then(
        () => resolve(0),
        (error: Error) => {
          console.error(`stopline: while ending: ${error.message}`);
          resolve(1);
        },
      );
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  });
}
