/**
 * `make bench-latency`: from a contact to its lamp and how late ticks are, on real ttys; RIG=qemu: in an emulated machine. UNITS= side by side, SECONDS= how
 * long, JSON= where the figures go.
 */
import { writeFileSync } from "node:fs";
import { table } from "../../bench/figures.ts";
import { latency } from "../pty/latency.ts";
import { latency as emulated } from "../qemu/latency.ts";
import { IMAGE } from "../qemu/rig.ts";

const seconds = Number(process.env["SECONDS"] || 600);
const figures = process.env["RIG"] === "qemu" ? await emulated(IMAGE, seconds) : await latency(Number(process.env["UNITS"] || 6), seconds);
console.log(table(figures));
if (process.env["JSON"]) writeFileSync(process.env["JSON"], `${JSON.stringify(figures)}\n`);
process.exit(0);
