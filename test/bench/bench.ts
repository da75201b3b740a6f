import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { VERSION } from "../../src/platform/version.ts";
import { type Figure, table } from "./figures.ts";
import { firstGreen } from "./first-green.ts";
import { lateness } from "./lateness.ts";
import { simulated } from "./simulated.ts";
import { stepTime } from "./step-time.ts";

/** `make bench`: the unit's own figures, as a table, and as JSON in the file that JSON names. MINUTES is how long the lateness is watched. */
const PARTS: readonly (readonly [name: string, measure: () => Promise<readonly Figure[]>])[] = [
  ["step time", stepTime],
  ["simulated time", simulated],
  ["first green", firstGreen],
  [`tick lateness and memory, ${process.env["MINUTES"] ?? 10} minutes`, () => lateness(Number(process.env["MINUTES"] ?? 10))],
];

const only = process.env["ONLY"];
const figures: Figure[] = [];
for (const [name, measure] of PARTS) {
  if (only !== undefined && !name.startsWith(only)) continue;
  console.error(`measuring ${name} …`);
  figures.push(...(await measure()));
}
console.log(`stopline ${VERSION}, Node ${process.version}, ${process.platform}-${process.arch}, ${availableParallelism()} cores\n`);
console.log(table(figures));
const file = process.env["JSON"];
if (file) {
  writeFileSync(file, `${JSON.stringify({ version: VERSION, node: process.version, arch: process.arch, figures }, null, 2)}\n`);
  console.log(`\nwritten to ${file}`);
}
