/** `make bench-latency`: from a contact to its lamp and how late ticks are, on real ttys. UNITS= side by side, SECONDS= how long, JSON= where the figures go. */
import { writeFileSync } from "node:fs";
import { table } from "../../bench/figures.ts";
import { latency } from "./latency.ts";

const figures = await latency(Number(process.env["UNITS"] || 6), Number(process.env["SECONDS"] || 600));
console.log(table(figures));
if (process.env["JSON"]) writeFileSync(process.env["JSON"], `${JSON.stringify(figures)}\n`);
process.exit(0);
