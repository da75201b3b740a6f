import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Arch } from "./bundle.ts";

const HOUSE = resolve(import.meta.dirname, "../..");

/**
 * One executable `out` of a bundled program: Node, without its symbols, with the program and its addons inside. `node` is the Node for that
 * processor. pkg looks for it where it would have put what it downloads; it is laid there, so nothing is downloaded.
 */
export function executable(arch: Arch, program: string, node: string, out: string): void {
  const home = join(HOUSE, `build/package/home-${arch}`);
  const { version } = process;
  const name = `node-${version}-linux-${arch}`;
  const cache = join(home, ".pkg-cache/sea");
  const stripped = join(cache, name, "bin/node");
  if (!existsSync(`${stripped}.ok`)) {
    mkdirSync(join(cache, name, "bin"), { recursive: true });
    copyFileSync(node, stripped);
    execFileSync(arch === "arm64" ? "aarch64-linux-gnu-strip" : "strip", [stripped]);
    for (const empty of [join(cache, `${name}.tar.gz`), join(cache, `${name}.tar.gz.ok`), `${stripped}.ok`]) writeFileSync(empty, "");
  }
  const pkg = join(HOUSE, "node_modules/@yao-pkg/pkg/lib-es5/bin.js");
  // Its name stays in the executable, so it is the same for every checkout; two builds at a time take turns.
  const folder = `/tmp/stopline-package-${arch}`;
  const words = [
    "--require",
    join(import.meta.dirname, "fixed-folder.cjs"),
    pkg,
    program,
    "--sea",
    "-t",
    `node${version.slice(1)}-linux-${arch}`,
  ];
  try {
    execFileSync("flock", [`${folder}.lock`, process.execPath, ...words, "-o", out], {
      env: { ...process.env, HOME: home, STOPLINE_PKG_FOLDER: folder },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`pkg made no executable of ${program}:\n${stdout}${stderr}`);
  }
}
