/**
 * `make prove-detection`: faults put into loops of the simulated street, and which of them are found. Each site and seed is a morning that is
 * lived once and told again with faults in it (the greens are those of the good morning); CLOSED=1 lives each of them from the beginning, with
 * a unit that reacts. Every loop makes small errors besides: two of a hundred vehicles are missed, one is seen as two.
 * SITES=four-leg,… SEEDS=5 EACH=3 (faults of a kind a morning) SHORT=1 JSON=FILE
 */
import { readFileSync, writeFileSync } from "node:fs";
import { siteOf } from "../../streets.ts";
import { closedTrial, KINDS, type Kind, openTrial, record, type Trial } from "./trial.ts";

const { env } = process;
const short = Boolean(env["SHORT"]);
const sites = (env["SITES"] || (short ? "four-leg,tee" : "four-leg,arterial,tee,stages")).split(",");
const seeds = Number(env["SEEDS"] || (short ? 1 : 5));
const each = Number(env["EACH"] || (short ? 2 : 3));
const closed = Boolean(env["CLOSED"]);
/** What is published of such checks, and so the least that is good enough. */
const [FOUND_PM, FALSE_PM] = [950, 70];

interface Row extends Trial {
  readonly site: string;
  readonly seed: number;
  readonly kind: Kind | null;
}

const rows: Row[] = [];
for (const name of sites) {
  const text = readFileSync(new URL(`../../../deploy/sites/${name}.toml`, import.meta.url), "utf8");
  const site = siteOf(text);
  for (let seed = 1; seed <= seeds; seed++) {
    const recording = closed ? null : record(site, text, seed);
    for (const kind of [null, ...KINDS]) {
      for (let k = 0; k < each; k++) {
        const of = seed * 100 + k;
        rows.push({
          site: name,
          seed: of,
          kind,
          ...(recording === null ? closedTrial(site, text, of, kind) : openTrial(site, recording, of, kind)),
        });
      }
    }
    console.error(`${name}, seed ${seed}: ${rows.length} mornings`);
  }
}

const faulty = rows.filter(({ kind }) => kind !== null);
const good = rows.filter(({ kind }) => kind === null);
const share = (part: readonly Row[], whole: readonly Row[]) => (whole.length === 0 ? 0 : Math.round((part.length * 1_000) / whole.length));
const percent = (pm: number) => `${(pm / 10).toFixed(1)} %`;
console.log("fault      mornings   found   median min   at most");
for (const kind of KINDS) {
  const those = faulty.filter((row) => row.kind === kind);
  const after = those.flatMap(({ after_min }) => after_min ?? []).sort((a, b) => a - b);
  const found = percent(
    share(
      those.filter((row) => row.found),
      those,
    ),
  );
  console.log(
    `${kind.padEnd(10)} ${String(those.length).padStart(8)} ${found.padStart(7)} ${String(after[after.length >> 1] ?? "-").padStart(12)} ${String(after.at(-1) ?? "-").padStart(9)}`,
  );
}
const [found_pm, false_pm] = [
  share(
    faulty.filter(({ found }) => found),
    faulty,
  ),
  share(
    good.filter(({ wrong }) => wrong.length > 0),
    good,
  ),
];
const astray_pm = share(
  faulty.filter(({ wrong }) => wrong.length > 0),
  faulty,
);
console.log(
  `\nfound ${percent(found_pm)} of ${faulty.length}; false in ${percent(false_pm)} of ${good.length} good mornings; in ${percent(astray_pm)} of those with a fault something else was said too`,
);
for (const { site, seed, kind, injection, found, wrong } of rows) {
  const what = injection === null ? "nothing" : `${kind} on ${injection.detector}${injection.other ? ` and ${injection.other}` : ""}`;
  if (!found && kind !== null) console.log(`not found: ${site}, seed ${seed}: ${what}`);
  for (const f of wrong.slice(0, 2))
    console.log(`false: ${site}, seed ${seed}, ${what}: ${f.what} of ${f.detector}${f.other === null ? "" : ` with ${f.other}`}`);
}
if (env["JSON"]) writeFileSync(env["JSON"], `${JSON.stringify({ found_pm, false_pm, astray_pm, trials: rows.length })}\n`);
process.exitCode = found_pm >= FOUND_PM && false_pm < FALSE_PM ? 0 : 1;
