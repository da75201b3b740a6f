import { realStorm } from "./real.ts";
import { type Return, storm } from "./simulated.ts";

/**
 * `make prove-storm`: UNITS links at a broker that was away, on a simulated clock for outages of many lengths, then for AWAY seconds over real
 * connections to a real mosquitto (REAL= leaves that out). Exits 1 unless all are back in five minutes and never more than 100 came in a second.
 */
const UNITS = Number(process.env["UNITS"] ?? 10_000);
const SEED = Number(process.env["SEED"] ?? 7);
const AWAY_S = Number(process.env["AWAY"] ?? 10);
const PEAK = 100;
const LAST_S = 300;
if (!(Number.isInteger(UNITS) && UNITS > 0)) {
  console.error(`make prove-storm: UNITS is a whole number above 0, not "${process.env["UNITS"]}"`);
  process.exit(2);
}
let held = true;
function said(what: string, { back, last_s, peak }: Return): void {
  const good = back === UNITS && last_s < LAST_S && peak <= PEAK;
  held &&= good;
  console.log(
    `${what}: ${back} of ${UNITS} back, the last after ${last_s.toFixed(1)} s, ${peak} connects in the busiest second${good ? "" : "  NOT HELD"}`,
  );
}
for (const away_s of [1, 5, 20, 60, 120, 199, 250, 600, 3_600])
  said(`simulated, away for ${away_s} s`, await storm(UNITS, away_s, SEED + away_s));
said("simulated, power back in the whole city", await storm(UNITS, 0, SEED, true));
if (process.env["REAL"] !== "") {
  const real = await realStorm(UNITS, AWAY_S, (words) => console.error(words));
  said(`real, away for ${AWAY_S} s`, real);
  console.log(
    `  by the units' own clocks; this one process, which stalled for ${real.stall_ms} ms at the longest, brought ${real.seen} in a second`,
  );
}
process.exit(held ? 0 : 1);
