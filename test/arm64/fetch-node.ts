import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Node for the target's processor, from the npm registry into `folder`, if it is not there: prints the path of the program. It cannot be a
 * dependency beside the host's own Node (both packages claim node_modules/.bin/node), so name, version and checksum are pinned in node.json.
 */
const { name, version, integrity } = JSON.parse(readFileSync(new URL("node.json", import.meta.url), "utf8")) as {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
};
const [folder = "build/arm64"] = process.argv.slice(2);
const program = join(folder, `${name}-${version}`, "bin", "node");
if (!existsSync(program)) {
  const place = join(folder, `${name}-${version}`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, `${name}@${version}`], { encoding: "utf8" }).trim();
  const file = join(folder, packed.split("\n").at(-1)!);
  const found = `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
  if (found !== integrity)
    throw new Error(`${file} is not the ${name}@${version} that test/arm64/node.json names: its checksum is ${found}`);
  execFileSync("tar", ["-xzf", file, "-C", place, "--strip-components=1", "package/bin/node"]);
  rmSync(file);
}
console.log(program);
