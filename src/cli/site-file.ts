import { readFileSync } from "node:fs";
import { formatProblem, readSite, type SiteReading } from "../config/index.ts";
import { refusalOf } from "../timing/refusal.ts";
import type { Site } from "../traffic/site.ts";
import { UsageError } from "./verb.ts";

/** As `readSite`, and a site that the controller or the monitor would refuse to run is wrong as well: check and unit never disagree. */
export function readRunnable(text: string, file: string): SiteReading {
  const read = readSite(text, file);
  const refusal = read.ok ? refusalOf(read.site) : null;
  if (refusal === null) return read;
  const todo = "No check of this program foresaw it: compare the file with the timing sheet, and report it with the file.";
  return { ok: false, problems: [{ file, line: 0, where: "", words: refusal, todo }] };
}

/** A site file as text and as meaning. Prints what is wrong with it and returns null if it cannot be run. */
export function loadSite(file: string): { readonly site: Site; readonly text: string } | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read the site file ${file}: ${(error as Error).message}`);
  }
  const read = readRunnable(text, file);
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
