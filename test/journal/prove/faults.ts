/**
 * The disk says EIO or ENOSPC: a life is lived again and again, and in each another write, sync, cut or name fails, once or for a while, as a
 * whole or half way. The street side must not notice, and afterwards every entry is recorded or in a gap record. Under `disk.c`; its arguments
 * are how many sites to leave out between two, seed, a site of a life or -1, and break.
 */
import { mkdirSync, openSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Backlog } from "../../../src/platform/backlog.ts";
import { readDeeds } from "./disk-log.ts";
import { KINDS, type Kind, Life, MONDAY } from "./life.ts";
import { OwnTime } from "./own-time.ts";
import { wrongAfter } from "./state.ts";

const [stride = 1, seed = 0, only = -1] = process.argv.slice(2, 5).map(Number);
const broken = process.argv[5] ?? "";
const dir = process.env["DISK_DIR"]!;
const log = process.env["DISK_LOG"]!;
const path = join(dir, "journal.db");
const [STEPS, STEPS_AFTER] = [130, 8];
const [EIO, ENOSPC] = [5, 28];
/** How it fails: which error, how many calls, whether half of a write gets through first. */
const WAYS = [
  { errno: EIO, times: 1, half: 0 },
  { errno: ENOSPC, times: 1, half: 1 },
  { errno: ENOSPC, times: 40, half: 0 },
  { errno: EIO, times: 7, half: 1 },
] as const;
type Way = (typeof WAYS)[number];

// What the thread lost is not given again.
if (broken === "forgetful") Backlog.prototype.again = () => {};

const time = new OwnTime(MONDAY);
let [lives, failed, wrongs, calls] = [0, 0, 0, 0];
for (const [k, kind] of KINDS.entries()) {
  for (const wrong of await lived(kind, null)) tellWrong(`${kind}, nothing failed: ${wrong}`, -1);
  const sites = readDeeds(log).filter((deed) => deed.kind !== "mark").length;
  calls += sites;
  for (let site = only >= 0 ? only : (seed + k) % stride; site < sites; site += stride) {
    // Each way comes to each site as the strides and seeds go on.
    const way = WAYS[(site + seed) % WAYS.length]!;
    const words = await lived(kind, { site, way });
    if (statSync(log).size > 0) failed++;
    for (const wrong of words) tellWrong(`${kind}, call ${site} of ${sites} (${JSON.stringify(way)}): ${wrong}`, site);
    if (only >= 0) break;
  }
}
console.log(JSON.stringify({ calls, lives, failed, wrong: wrongs }));
process.exit(wrongs > 0 ? 1 : 0);

/** What was wrong with it. */
async function lived(kind: Kind, failure: { readonly site: number; readonly way: Way } | null): Promise<string[]> {
  lives++;
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  const said = openSync(join(dir, ".said"), "w");
  if (failure !== null) writeSync(said, `fail ${failure.site} ${failure.way.errno} ${failure.way.times} ${failure.way.half} 0`);
  truncateSync(log);
  time.begin();
  // In one of two lives so little may be held that entries are dropped while the disk takes nothing.
  const life = new Life(path, seed, kind, time, () => {}, failure !== null && failure.site % 8 < 4 ? 40 : 20_000);
  try {
    await life.live(STEPS);
    await life.recover();
    const { told } = life;
    const { pending, fault } = life.status;
    const wrong = [...life.wrong];
    if (pending > 0 || fault !== "") wrong.push(`ten minutes later ${pending} entries wait: ${fault}`);
    if (told.value !== life.value) wrong.push(`entry ${life.value} is not durable`);
    writeSync(said, "fail -1 0 0 0 0");
    await life.live(STEPS_AFTER);
    await life.end();
    return [...wrong, ...wrongAfter(path, kind, life.told, null, true)];
  } catch (error) {
    return [...life.wrong, `it threw: ${(error as Error).stack}`];
  }
}

function tellWrong(words: string, site: number): void {
  wrongs++;
  if (wrongs > 10) return;
  console.error(words);
  console.error(`  this again: make prove-journal ONLY=faults SEED=${seed} SITE=${site}${broken ? ` BREAK=${broken}` : ""}`);
}
