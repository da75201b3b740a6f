import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { VERSION } from "../../../src/platform/version.ts";
import { type Figure, table } from "../figures.ts";
import { boot } from "./boot.ts";
import { flashing } from "./flashing.ts";
import { size } from "./size.ts";

/**
 * `make bench-image`: what a unit's system weighs, how fast a card is written beside others who write cards, how soon it controls. IMAGE is the
 * image, RUNS how often each writes, BOOT the JSON of `make test-image`, if it was run. A part is a file here and a line in this table.
 */
const PARTS: readonly (readonly [name: string, measure: () => Promise<readonly Figure[]>])[] = [
  ["size", size],
  ["flash", flashing],
  ["boot", boot],
];

const only = process.env.ONLY ?? "";
if (!PARTS.some(([name]) => name.startsWith(only))) {
  console.error(`make bench-image: there is no part "${only}". The parts are: ${PARTS.map(([name]) => name).join(", ")}.`);
  process.exit(2);
}
const figures: Figure[] = [];
for (const [name, measure] of PARTS) {
  if (!name.startsWith(only)) continue;
  console.error(`measuring ${name} …`);
  figures.push(...(await measure()));
}
const load = loadavg()[0]!;
console.log(`stopline ${VERSION}, Node ${process.version}, ${process.arch}, ${availableParallelism()} cores, load ${load.toFixed(1)}\n`);
console.log(table(figures));
const file = process.env.JSON;
if (file) {
  writeFileSync(file, `${JSON.stringify({ version: VERSION, node: process.version, arch: process.arch, load, figures }, null, 2)}\n`);
  console.log(`\nwritten to ${file}`);
}
