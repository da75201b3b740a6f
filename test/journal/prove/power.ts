/**
 * The power is cut: lives are lived with every write, sync and name written down (`disk.c`), and what may then lie on a disk that was cut at any
 * moment is opened with the product's own code. Under `disk.c`; its arguments are states, seed and break.
 */
import {
  closeSync,
  constants,
  existsSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Chunks } from "../../../src/journal/chunks.ts";
import { dice } from "../../dice.ts";
import { type Deed, readDeeds } from "./disk-log.ts";
import { KINDS, type Kind, Life, MONDAY, type Told } from "./life.ts";
import { OwnTime } from "./own-time.ts";
import { Disk } from "./power-cut.ts";
import { wrongAfter } from "./state.ts";

const [states = 0, seed = 0, only = -1] = process.argv.slice(2, 5).map(Number);
const broken = process.argv[5] ?? "";
const dir = process.env["DISK_DIR"]!;
const log = process.env["DISK_LOG"]!;
const trial = join(dir, "..", "trial");
const STEPS = 1_000;
const STATES_A_LIFE = 1_600;

/** Most lives write their log into the file much more often than a unit does: the states are smaller, and more of them lie in the middle of it. */
let log_pages = 256;
const exec = Sqlite.prototype.exec;
Sqlite.prototype.exec = function (words) {
  const said = words.replace("wal_autocheckpoint = 256", `wal_autocheckpoint = ${log_pages}`);
  return exec.call(this, broken === "normal" ? said.replace("synchronous = FULL", "synchronous = NORMAL") : said);
};

if (broken === "unsummed") {
  Chunks.prototype.look = () => ({ sound: true, next: null });
  Chunks.prototype.lastIsSound = () => true;
  const after = Chunks.prototype.read;
  Chunks.prototype.after = function (seq, limit) {
    return after.call(this, seq, limit);
  };
}

const time = new OwnTime(MONDAY);
let [tried, lives, wrongs, deedsAll] = [0, 0, 0, 0];
for (let life = 0; tried < states; life++) {
  if (only >= 0 && life !== only) continue;
  const kind = KINDS[life % KINDS.length]!;
  log_pages = Math.floor(life / KINDS.length) % KINDS.length === life % KINDS.length ? 256 : 20;
  const deeds = await lived(seed + life, kind);
  lives++;
  deedsAll += deeds.length;
  cutLife(life, kind, deeds);
  if (only >= 0) break;
}
console.log(JSON.stringify({ states: tried, lives, deeds: deedsAll, wrong: wrongs }));
process.exit(wrongs > 0 ? 1 : 0);

async function lived(seed: number, kind: Kind): Promise<Deed[]> {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  truncateSync(log);
  time.begin();
  const said = openSync(join(dir, ".said"), "w");
  // In every third life a sync fails, once or thrice: what it should have written may never be, however often it is asked again.
  if (seed % 3 === 0) writeSync(said, `fail ${(seed * 31) % 400} 5 ${1 + 2 * (seed % 2)} 0 1`);
  const life = new Life(join(dir, "journal.db"), seed, kind, time, (told) => writeSync(said, JSON.stringify(told)));
  await life.live(STEPS);
  await life.end();
  for (const wrong of life.wrong) tellWrong(`life ${seed}, ${kind}: ${wrong}`, -1);
  return readDeeds(log);
}

function cutLife(life: number, kind: Kind, deeds: readonly Deed[]): void {
  const roll = dice(seed * 7_919 + life + 1);
  const share = Math.max(1, Math.ceil(deeds.length / STATES_A_LIFE));
  const told = deeds.flatMap((deed, i) => (deed.kind === "mark" ? [{ i, told: JSON.parse(deed.said) as Told }] : []));
  const disk = new Disk();
  let mark = -1;
  deeds.forEach((deed, i) => {
    if (deed.kind === "mark") mark++;
    disk.do(deed, broken === "unsynced" || (broken === "folder" && deed.kind === "sync" && deed.inode === 0));
    if (roll(share) !== 0 || disk.settled || tried >= states) return;
    const now = told[broken === "early" ? mark + 1 : mark]?.told ?? null;
    tried++;
    const files = disk.cut(roll);
    const words = wrongIn(files, kind, now, told[Math.max(mark, broken === "early" ? mark + 1 : mark) + 1]?.told ?? null, roll(8) === 0);
    for (const wrong of words) tellWrong(`life ${life} (${kind}), cut at deed ${i} of ${deeds.length}: ${wrong}`, life);
  });
}

function wrongIn(files: ReadonlyMap<string, Buffer>, kind: Kind, told: Told | null, next: Told | null, on: boolean): string[] {
  mkdirSync(trial, { recursive: true });
  // What holds nothing that must last is the same for all: the ballast, and the lock's file.
  for (const name of readdirSync(trial)) if (!files.has(name) && !/-lock$|\.ballast$/.test(name)) rmSync(join(trial, name));
  for (const [name, bytes] of files) overwrite(join(trial, name), bytes);
  if (!existsSync(join(trial, "journal.db.ballast"))) linkSync(join(dir, "journal.db.ballast"), join(trial, "journal.db.ballast"));
  try {
    return wrongAfter(join(trial, "journal.db"), kind, told, next, on);
  } catch (error) {
    return [`it threw: ${(error as Error).stack}`];
  }
}

/** In the pages that are there: to find new ones costs more than to fill them. */
function overwrite(path: string, bytes: Buffer): void {
  const fd = openSync(path, constants.O_CREAT | constants.O_RDWR, 0o640);
  ftruncateSync(fd, bytes.length);
  writeSync(fd, bytes, 0, bytes.length, 0);
  closeSync(fd);
}

function tellWrong(words: string, life: number): void {
  wrongs++;
  if (wrongs > 10) return;
  console.error(words);
  if (life >= 0) console.error(`  this again: make prove-journal ONLY=power SEED=${seed} LIFE=${life}${broken ? ` BREAK=${broken}` : ""}`);
}
