import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Node for a target's processor, from the npm registry into `folder`, if it is not there: prints the path of the program. arm64's cannot be a
 * dependency beside the host's own Node (both packages claim node_modules/.bin/node), so names, version and checksums are pinned in nodes.json.
 *
 *     node fetch-node.ts FOLDER arm64|x64
 */
type Arch = "arm64" | "x64";
const nodes = JSON.parse(readFileSync(new URL("nodes.json", import.meta.url), "utf8")) as {
  readonly version: string;
} & { readonly [arch in Arch]: { readonly name: string; readonly integrity: string } };

const [folder = "build/node", arch = "arm64"] = process.argv.slice(2);
if (arch !== "arm64" && arch !== "x64") throw new Error(`there is no Node for "${arch}" in nodes.json; it has arm64 and x64`);
const { name, integrity } = nodes[arch];
const place = join(folder, `${name}-${nodes.version}`);
if (!existsSync(place)) {
  mkdirSync(folder, { recursive: true });
  const wanted = `${name}@${nodes.version}`;
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, wanted], { encoding: "utf8" }).trim();
  const file = join(folder, packed.split("\n").at(-1)!);
  const found = `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
  if (found !== integrity) throw new Error(`${file} is not the ${wanted} that deploy/package/nodes.json names: its checksum is ${found}`);
  // Whole or not at all: who is killed here finds nothing the next time.
  const half = `${place}.${process.pid}`;
  mkdirSync(half);
  execFileSync("tar", ["-xzf", file, "-C", half, "--strip-components=1", "package/bin/node", "package/LICENSE"]);
  rmSync(file);
  renameSync(half, place);
}
console.log(join(place, "bin", "node"));
