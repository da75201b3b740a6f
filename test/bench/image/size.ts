import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { mappedBytes } from "../../../src/flash/block-map.ts";
import { mapOf } from "../../../src/platform/image-file.ts";
import type { Figure } from "../figures.ts";
import { IMAGE } from "./image.ts";

const PACKAGE = "build/package";

/** What is there of it: executables, Debian packages, the image and what of it goes onto a card. */
export async function size(): Promise<readonly Figure[]> {
  const names = existsSync(PACKAGE) ? readdirSync(PACKAGE) : [];
  const found: (readonly [name: string, bytes: number])[] = [
    ...names
      .filter((name) => /^stopline-linux-/.test(name))
      .map((name) => [`executable ${name}`, statSync(join(PACKAGE, name)).size] as const),
    ...newest(names).map((name) => [`Debian package ${name.replace(/^.*_/, "")}`, statSync(join(PACKAGE, name)).size] as const),
  ];
  if (existsSync(IMAGE)) {
    const map = await mapOf(IMAGE, false, () => {});
    found.push(["image", map.image_bytes], ["image, what matters of it", mappedBytes(map)]);
  }
  return found.map(([name, bytes]) => ({ name, unit: "MB", median: bytes / 1e6, low: bytes / 1e6, high: bytes / 1e6, of: "one file" }));
}

/** The last package of each kind of machine. */
function newest(names: readonly string[]): readonly string[] {
  const debs = names
    .filter((name) => name.endsWith(".deb"))
    .sort((a, b) => statSync(join(PACKAGE, a)).mtimeMs - statSync(join(PACKAGE, b)).mtimeMs);
  return [...new Map(debs.map((name) => [name.replace(/^.*_/, ""), name])).values()];
}
