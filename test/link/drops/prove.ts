import { openMosquitto } from "../../platform/brokers.ts";
import { drop } from "./drops.ts";

/** `make prove-delivery`: DROPS of the line at random bytes, SEED. Exits 1 unless the brain has every record, once, as it was committed. */
const DROPS = Number(process.env["DROPS"] ?? 10_000);
const SEED = Number(process.env["SEED"] ?? 7);
if (!(Number.isInteger(DROPS) && DROPS > 0)) {
  console.error(`make prove-delivery: DROPS is a whole number above 0, not "${process.env["DROPS"]}"`);
  process.exit(2);
}
const begun = performance.now();
let said = 0;
const outcome = await drop({
  drops: DROPS,
  seed: SEED,
  open: () => openMosquitto(),
  told: (drops) => {
    if (drops < said + DROPS / 10) return;
    said = drops;
    console.error(`${drops} drops in ${Math.round((performance.now() - begun) / 1_000)} s`);
  },
});
const { drops, brain_drops, connections, committed, acked, stored, again, contradictions, gaps, wrong } = outcome;
console.log(`${drops} drops of the unit's line, ${brain_drops} of the brain's, ${connections} connections, seed ${SEED}`);
console.log(
  `${committed} records committed, ${acked} acknowledged, ${stored} in the brain's store, ${again} came again and were dropped there`,
);
console.log(
  `${(again / drops).toFixed(1)} again for each drop; ${contradictions} contradictions, ${gaps} gaps, not as committed: ${wrong.join(", ") || "none"}`,
);
const proved = acked === committed && stored === committed && contradictions === 0 && gaps === 0 && wrong.length === 0;
console.log(proved ? "every record is at the brain once" : "NOT every record is at the brain once");
process.exit(proved ? 0 : 1);
