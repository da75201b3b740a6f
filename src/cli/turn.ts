import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockDatabase, sqliteCode } from "../platform/database.ts";

/** That one process at a time runs in a folder: two would take each other's ttys away, and nothing would bring them back. */
export interface Turn {
  /** For whoever comes second: where this one can be looked at. */
  told(url: string): void;
  over(): void;
}

/** Throws in words while another process has the folder. The lock ends with its process, in whatever way that ends. */
export function takeTurn(dir: string, who: string): Turn {
  const note = join(dir, "running.json");
  try {
    const lock = lockDatabase(join(dir, "run-lock"));
    return {
      told: (url) => writeFileSync(note, JSON.stringify({ process: process.pid, url })),
      over: () => {
        rmSync(note, { force: true });
        lock.close();
      },
    };
  } catch (error) {
    if (!sqliteCode(error).startsWith("SQLITE_BUSY")) throw error;
    const { process: pid, url } = noted(note);
    const which = pid === undefined ? "" : ` (process ${pid})`;
    throw new Error(`${who} already runs in ${dir}${which}; ${url === undefined ? "wait for it" : `see ${url}`}, or choose another --dir`);
  }
}

function noted(file: string): { readonly process?: number; readonly url?: string } {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { process: number; url: string };
  } catch {
    return {};
  }
}
