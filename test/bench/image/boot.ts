import { existsSync, readFileSync } from "node:fs";
import type { Figure } from "../figures.ts";

/** The figures of the last `make test-image JSON=FILE`, which takes an emulated machine and its time: they are taken over, not measured here. */
export async function boot(): Promise<readonly Figure[]> {
  const file = process.env.BOOT ?? "";
  if (file === "" || !existsSync(file)) {
    console.error(`  ${file === "" ? "no BOOT=FILE" : `no ${file}`}: make test-image JSON=FILE measures it in an emulated machine`);
    return [];
  }
  const told = Object.entries(JSON.parse(readFileSync(file, "utf8")) as { [name: string]: unknown });
  return told
    .filter((entry): entry is [string, number] => typeof entry[1] === "number")
    .map(([name, value]) => ({
      name: `boot, emulated: ${name}`,
      unit: name.endsWith("_s") ? "s" : "",
      median: value,
      low: value,
      high: value,
      of: "one run",
    }));
}
