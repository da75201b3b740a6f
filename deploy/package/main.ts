import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Arch, bundle, type Origin } from "./bundle.ts";
import { debianPackage } from "./debian.ts";
import { executable } from "./executable.ts";

/**
 * `make package`: one executable and one Debian package for each processor that is named, in build/package.
 *
 *     node main.ts arm64=NODE x64=NODE          the Node for each, as fetch-node.ts prints it
 */
const HOUSE = resolve(import.meta.dirname, "../..");
const OUT = join(HOUSE, "build/package");

const git = (...words: readonly string[]): string => execFileSync("git", words, { cwd: HOUSE, encoding: "utf8" }).trim();

/** A tree with changes that nobody has committed says so: two such builds need not be equal. */
function origin(): Origin {
  const { version } = JSON.parse(readFileSync(join(HOUSE, "package.json"), "utf8")) as { readonly version: string };
  const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
  return { version, commit: git("rev-parse", "--short=12", "HEAD") + (changed ? "+changes" : ""), date: git("log", "-1", "--format=%cI") };
}

const from = origin();
for (const word of process.argv.slice(2)) {
  const [arch, node] = word.split("=") as [Arch, string];
  const program = join(OUT, `linux-${arch}`, "stopline");
  const out = join(OUT, `stopline-linux-${arch}`);
  await bundle(arch, resolve(node), program, from);
  executable(arch, program, resolve(node), out);
  const deb = debianPackage(arch, out, from, OUT);
  for (const file of [out, deb]) {
    const sum = createHash("sha256").update(readFileSync(file)).digest("hex");
    console.log(`${file.slice(HOUSE.length + 1).padEnd(52)} ${(statSync(file).size / 1e6).toFixed(1).padStart(6)} MB  sha256 ${sum}`);
  }
}
