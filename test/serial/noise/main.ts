import { writeFileSync } from "node:fs";
import { allowed, devices, mayMiss } from "./checksums.ts";
import { noisy, type Tally } from "./rig.ts";

/**
 * `make noise`: every protocol through simulated hours on a line on which bits are turned over, as a table. Exit code 1 if more wrong frames
 * were believed than the checksum lets through, or if more whole answers in a row than may be were not understood.
 */
const HOURS = Number(process.env["HOURS"] || 24);
const SEED = Number(process.env["SEED"] || 7);
/** Words of a device's protocol and profile: these alone. */
const ONLY = process.env["ONLY"] ?? "";
const RATES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2];

interface Row extends Tally {
  readonly device: string;
  readonly rate: number;
  readonly allowed: number;
}

const rows: Row[] = [];
let wrong = 0;
const heads = ["device", "bit errors", "sent", "damaged", "believed, wrong", "allowed", "whole", "missed", "in a row"];
const widths = [20, 10, 9, 9, 15, 8, 9, 7, 8];
const print = (cells: readonly string[]) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "));
print(heads);
for (const { name, config } of devices().filter(({ name }) => name.includes(ONLY))) {
  const quiet = noisy(config, 1e-9, Math.min(HOURS, 1), SEED);
  for (const rate of RATES) {
    const tally = noisy(config, rate, HOURS, SEED);
    const row = { device: name, rate, ...tally, allowed: allowed(config.protocol, quiet.accepted / quiet.sent, tally) };
    rows.push(row);
    const bad = row.wrong > row.allowed || (rate < 1e-2 && row.run > mayMiss(config.protocol));
    if (bad) wrong++;
    const numbers = [row.sent, row.damaged, row.wrong, row.allowed, row.whole, row.missed, row.run];
    print([name, rate.toExponential(), ...numbers.map(String), ...(bad ? ["<<<"] : [])]);
  }
}
const file = process.env["JSON"];
if (file) writeFileSync(file, `${JSON.stringify({ hours: HOURS, seed: SEED, rows }, null, 2)}\n`);
if (wrong > 0) console.error(`make noise: ${wrong} of ${rows.length} lines do worse than they may`);
process.exitCode = wrong > 0 ? 1 : 0;
