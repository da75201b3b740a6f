/**
 * `make hil`: scenarios on a rig, told as TAP, kept in build/hil/<run>. RIG= a rig, ONLY= words of names, SEED=, SHORT=1 without those that take long,
 * JOBS= at a time (one in real time, if nobody says more), KEY= an Ed25519 key that signs the run, JSON= where the figures go. BREAK=weather takes every
 * scenario's weather away: what passes all the same expects nothing of it, and has failed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { DRIVERS } from "./drivers.ts";
import { commandOf } from "./evidence/again.ts";
import { junitOf } from "./evidence/junit.ts";
import type { Result } from "./evidence/keep.ts";
import { overviewOf } from "./evidence/overview.ts";
import { signRun } from "./evidence/signed.ts";
import { runOf } from "./evidence/versions.ts";
import { playAll } from "./play-all.ts";
import { rigFile } from "./rig.ts";
import { scenarioNamed, scenariosWith } from "./scenarios.ts";

const { RIG = "", ONLY = "", SEED = "", SHORT = "", JOBS = "", KEY = "", JSON: figures = "" } = process.env;
const rig = RIG || "sim";
const seed = SEED === "" ? 7 : Number(SEED);
const words = ONLY.split(" ").filter((word) => word !== "");
const driver = DRIVERS[rigFile(rig).driver];
if (driver === undefined || !Number.isInteger(seed)) {
  console.error(
    driver === undefined
      ? `rig ${rig} names no driver that there is: ${Object.keys(DRIVERS).join(", ")}`
      : `SEED is a whole number, not "${SEED}"`,
  );
  process.exit(2);
}

const wanted: string[] = [];
for (const name of scenariosWith(words)) if (SHORT === "" || (await scenarioNamed(name)).long === undefined) wanted.push(name);
if (wanted.length === 0) {
  console.error(`no scenario has "${ONLY}" in its name`);
  process.exit(2);
}

const about = runOf(rig, seed);
const folder = join(import.meta.dirname, "../../build/hil", about.name);
mkdirSync(folder, { recursive: true });
console.log(`TAP version 14\n1..${wanted.length}`);
const results: Result[] = [];
const began = performance.now();
let begun = 0;
await playAll(
  wanted,
  { rig, seed, folder, sim: !driver.real_time, jobs: Number(JOBS) || (driver.real_time ? 1 : cpus().length) },
  (result) => {
    results.push(result);
    console.log(lineOf(results.length, result));
  },
  driver.real_time ? begins : undefined,
);
const took_ms = Math.round(performance.now() - began);

const count = (outcome: Result["outcome"]): number => results.filter((result) => result.outcome === outcome).length;
results.sort((a, b) => wanted.indexOf(a.name) - wanted.indexOf(b.name));
writeFileSync(join(folder, "junit.xml"), junitOf(about, results));
writeFileSync(
  join(folder, "results.tap"),
  `TAP version 14\n1..${results.length}\n${results.map((result, i) => lineOf(i + 1, result)).join("\n")}\n`,
);
writeFileSync(join(folder, "run.json"), `${JSON.stringify({ ...about, took_ms, results }, null, 2)}\n`);
writeFileSync(join(folder, "index.html"), overviewOf(about, results));
if (KEY !== "") console.log(`# ${signRun(folder, KEY)}`);
if (figures !== "")
  writeFileSync(
    figures,
    `${JSON.stringify({ ...about, scenarios: results.length - count("not-run"), failed: count("failed"), took_ms }, null, 2)}\n`,
  );
console.log(`# passed ${count("passed")}, failed ${count("failed")}, not run here ${count("not-run")}; ${(took_ms / 1_000).toFixed(1)} s`);
console.log(`# ${join(folder, "index.html")}`);
process.exitCode = count("failed") > 0 ? 1 : 0;

/** Where a second lasts a second nothing would be said for minutes. */
async function begins(name: string): Promise<void> {
  begun++;
  const { lasts } = await scenarioNamed(name);
  console.log(`# ${name}, ${begun} of ${wanted.length}, begins: it lasts ${lasts}`);
}

/** As TAP has it: what was not run is skipped, with its reason, and is never a pass. */
function lineOf(number: number, { name, outcome, why, took_ms, wrong, unjudged }: Result): string {
  if (outcome === "not-run") return `ok ${number} - ${name} # SKIP not run here: ${why}`;
  if (outcome === "passed") {
    const not = unjudged.map((each) => `\n# ${name} is not judged by ${each}`).join("");
    return `ok ${number} - ${name} # time=${took_ms}ms${not}`;
  }
  const told = [...wrong, ...(why === "" ? [] : why.split("\n"))].map((line) => `    ${JSON.stringify(line)}`);
  return [
    `not ok ${number} - ${name} # time=${took_ms}ms`,
    "  ---",
    "  wrong:",
    ...told.map((line) => `  - ${line.trim()}`),
    `  again: ${commandOf(rig, name, seed)}`,
    "  ...",
  ].join("\n");
}
