import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { VERSION } from "../../src/platform/version.ts";
import { type Figure, table } from "./figures.ts";
import { firstGreen } from "./first-green.ts";
import { flashBytes } from "./flash-bytes.ts";
import { lateness } from "./lateness.ts";
import { simulated } from "./simulated.ts";
import { stepTime } from "./step-time.ts";

const MINUTES = Number(process.env["MINUTES"] ?? 10);

/** `make bench`: the unit's own figures, as a table, and as JSON in the file that JSON names. MINUTES is how long the lateness is watched. */
const PARTS: readonly (readonly [name: string, measure: () => Promise<readonly Figure[]>])[] = [
  ["step time", stepTime],
  ["simulated time", simulated],
  ["first green", firstGreen],
  ["flash bytes", flashBytes],
  [`tick lateness and memory, ${MINUTES} minutes`, () => lateness(MINUTES)],
];

const only = process.env["ONLY"];
if (only !== undefined && !PARTS.some(([name]) => name.startsWith(only))) {
  console.error(`make bench: there is no part "${only}". The parts are: ${PARTS.map(([name]) => name.split(",")[0]).join(", ")}.`);
  process.exit(2);
}
if (!(MINUTES > 0)) {
  console.error(`make bench: MINUTES is a number above 0, not "${process.env["MINUTES"]}"`);
  process.exit(2);
}
if (only === undefined)
  console.error(`this takes about ${Math.ceil(MINUTES + 1)} minutes; MINUTES=1 makes it short, ONLY="step time" takes one part`);
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
