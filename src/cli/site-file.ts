import { readFileSync } from "node:fs";
import { formatProblem, type Problem, readSite, type SiteReading } from "../config/index.ts";
import { refusalOf } from "../timing/refusal.ts";
import type { Site } from "../traffic/site.ts";

/** As `readSite`, and a site that the controller or the monitor would refuse to run is wrong as well: check and unit never disagree. */
export function readRunnable(text: string, file: string): SiteReading {
  const read = readSite(text, file);
  const refusal = read.ok ? refusalOf(read.site) : null;
  if (refusal === null) return read;
  const todo = "No check of this program foresaw it: compare the file with the timing sheet, and report it with the file.";
  return { ok: false, problems: [{ file, line: 0, where: "", words: refusal, todo }] };
}

export type SiteFile =
  | { readonly ok: true; readonly site: Site; readonly warnings: readonly Problem[]; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * A session's first record holds the whole file, and a record must fit into one message to the brain (256 KB, src/platform/mqtt.ts), with
 * room for its quoting. The largest site has some 60 KB; a disk image named by mistake is refused before it is read as text.
 */
const BYTES_MAX = 100_000;

/** The site file named `file`, or all that is wrong with it: that it is not there, too. */
export function readSiteFile(file: string): SiteFile {
  const wrong = (words: string, todo: string): SiteFile => ({ ok: false, problems: [{ file, line: 0, where: "", words, todo }] });
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return wrong(...unreadable(error as NodeJS.ErrnoException));
  }
  if (bytes.length > BYTES_MAX)
    return wrong(
      `it has ${bytes.length} bytes; a site file has at most ${BYTES_MAX}`,
      "Name a .toml file such as deploy/sites/four-leg.toml.",
    );
  const text = bytes.toString("utf8");
  const read = readRunnable(text, file);
  return read.ok ? { ...read, text } : read;
}

/** Why a file cannot be read, and what to do. */
export function unreadable({ code, message }: NodeJS.ErrnoException): readonly [words: string, todo: string] {
  if (code === "ENOENT" || code === "ENOTDIR") return ["there is no such file", "Look at its name and at the folder that you are in."];
  if (code === "EISDIR") return ["it is a folder", "Name a file in it."];
  if (code === "EACCES") return ["you may not read it", "Try with sudo."];
  return [`it cannot be read (${message})`, "Copy it again."];
}

/** A site file as text and as meaning. Prints what is wrong with it and returns null if it cannot be run. */
export function loadSite(file: string): { readonly site: Site; readonly text: string } | null {
  const read = readSiteFile(file);
  if (read.ok) return read;
  for (const problem of read.problems) console.error(formatProblem(problem, file));
  console.error(`stopline: ${file} cannot be run as it stands. "stopline check ${file}" says the same.`);
  return null;
}

/**
 * Runs until a signal asks for the end, or the "stopline run" that started this process is gone; then `close`. Resolves to the exit code. A
 * second Ctrl-C ends at once; the other signals do not cut the ending short.
 */
export function untilAsked(close: () => Promise<void>): Promise<number> {
  return new Promise((resolve) => {
    let ending = false;
    const end = () => {
      process.off("SIGINT", end);
      if (ending) return;
      ending = true;
      close().then(
        () => resolve(0),
        (error: Error) => {
          console.error(`stopline: while ending: ${error.message}`);
          resolve(1);
        },
      );
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
    process.once("disconnect", end);
    // Waiting for that word alone keeps nobody running.
    process.channel?.unref();
  });
}
