import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { VERSION } from "../../../src/platform/version.ts";
import { type Figure, table } from "../figures.ts";
import { axe } from "./axe.ts";
import { crowd } from "./crowd.ts";
import { type Demo, openDemo } from "./demo.ts";
import { flood } from "./flood.ts";
import { memory } from "./memory.ts";
import { paint } from "./paint.ts";
import { weight } from "./weight.ts";

/**
 * `make bench-panel`: the status page of the demo in a real Chromium. RUNS is how often it is opened, SECONDS how long processors are watched, MINUTES
 * memory. A part is a file here and a line in this table.
 */
const PARTS: readonly (readonly [name: string, measure: (demo: Demo) => Promise<readonly Figure[]>])[] = [
  ["weight", weight],
  ["paint", paint],
  ["axe", axe],
  ["crowd", crowd],
  ["flood", flood],
  ["memory", memory],
];

const only = process.env["ONLY"] || "";
if (!PARTS.some(([name]) => name.startsWith(only))) {
  console.error(`make bench-panel: there is no part "${only}". The parts are: ${PARTS.map(([name]) => name).join(", ")}.`);
  process.exit(2);
}
const demo = await openDemo();
const figures: Figure[] = [];
try {
  for (const [name, measure] of PARTS) {
    if (!name.startsWith(only)) continue;
    console.error(`measuring ${name} …`);
    figures.push(...(await measure(demo)));
  }
} finally {
  await demo.end();
}
const load = loadavg()[0]!;
console.log(`stopline ${VERSION}, Node ${process.version}, ${process.arch}, ${availableParallelism()} cores, load ${load.toFixed(1)}\n`);
console.log(table(figures));
const file = process.env["JSON"];
if (file) {
  writeFileSync(file, `${JSON.stringify({ version: VERSION, node: process.version, arch: process.arch, load, figures }, null, 2)}\n`);
  console.log(`\nwritten to ${file}`);
}
