import { execFileSync } from "node:child_process";
import { VERSION } from "../../../src/platform/version.ts";

/** What was tried, where and when: with it a run can be told apart from every other, and played again. */
export interface RunAbout {
  /** Its folder's. */
  readonly name: string;
  readonly rig: string;
  readonly seed: number;
  readonly began: string;
  readonly version: string;
  /** The commit, with "+" behind it where files differ from it; "" outside a checkout. */
  readonly commit: string;
  readonly node: string;
  readonly machine: string;
}

export function runOf(rig: string, seed: number): RunAbout {
  const began = new Date().toISOString();
  const short = rig
    .split("/")
    .at(-1)!
    .replace(/\.toml$/, "");
  return {
    name: `${began.slice(0, 19).replaceAll(":", "")}-${short}-${seed}`,
    rig,
    seed,
    began,
    version: VERSION,
    commit: commit(),
    node: process.version,
    machine: `${process.platform} ${process.arch}`,
  };
}

function commit(): string {
  try {
    const git = (...args: readonly string[]): string =>
      execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    return git("rev-parse", "HEAD") + (git("status", "--porcelain") === "" ? "" : "+");
  } catch {
    return "";
  }
}
