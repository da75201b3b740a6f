import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { VERSION } from "../../../src/platform/version.ts";
import { type Figure, table } from "../figures.ts";
import { codecs } from "./codecs.ts";
import { cpu } from "./cpu.ts";
import { latency } from "./latency.ts";
import { peers } from "./peers.ts";

/** `make bench-serial`: what serial lines cost and how long they take, as a table, and as JSON in the file that JSON names. */
const SECONDS = Number(process.env["SECONDS"] || 20);
const PARTS: readonly (readonly [name: string, measure: () => Promise<readonly Figure[]>])[] = [
  ["codecs", codecs],
  ["latency", () => latency(3 * SECONDS)],
  ["cpu", () => cpu(SECONDS)],
  ["peers", () => peers(SECONDS)],
];

const only = process.env["ONLY"] ?? "";
if (only !== "" && !PARTS.some(([name]) => name === only)) {
  console.error(`make bench-serial: there is no part "${only}". The parts are: ${PARTS.map(([name]) => name).join(", ")}.`);
  process.exit(2);
}
const figures: Figure[] = [];
for (const [name, measure] of PARTS) {
  if (only !== "" && name !== only) continue;
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
