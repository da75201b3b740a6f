import { killNodes } from "./cluster.ts";

/** `make prove-cluster`: SECONDS between a node's return and the next one's end. Exits 1 unless the brain has every record of every unit, once. */
const begun = performance.now();
const outcome = await killNodes(Number(process.env["SECONDS"] ?? 5) * 1_000, (words) =>
  console.error(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${words}`),
);
let proved = true;
for (const { unit, committed, acked, stored, again, contradictions, gaps, wrong } of outcome) {
  proved &&= acked === committed && stored === committed && contradictions === 0 && gaps === 0 && wrong.length === 0;
  console.log(
    `${unit}: ${committed} committed, ${acked} acknowledged, ${stored} stored, ${again} came again; ${contradictions} contradictions, ${gaps} gaps`,
  );
}
console.log(proved ? "nothing is lost, nothing is there twice" : "NOT every record is at the brain once");
process.exit(proved ? 0 : 1);
