import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../../build/hil");

/** What LD_PRELOAD wants of a C file of a rig's: built if it is new. Throws if there is no compiler. */
export function preload(source: string): string {
  const built = join(FOLDER, `${basename(source, ".c")}.so`);
  if (existsSync(built) && statSync(built).mtimeMs >= statSync(source).mtimeMs) return built;
  mkdirSync(dirname(built), { recursive: true });
  execFileSync("gcc", ["-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", built, source, "-ldl"]);
  return built;
}
