/**
 * The power is cut while a small file that must be whole is put in the place of the one before (`platform/whole-file.ts`): the plan in force, the
 * counter that outlives its journal, an update's state. Under `disk.c`; its arguments are states, seed and break.
 */
import { mkdirSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { keepWhole, writeWhole } from "../../../src/platform/whole-file.ts";
import { dice } from "../../dice.ts";
import { readDeeds } from "./disk-log.ts";
import { Disk } from "./power-cut.ts";

const [states = 0, seed = 0] = process.argv.slice(2, 4).map(Number);
const broken = process.argv[5] ?? "";
const dir = process.env["DISK_DIR"]!;
const log = process.env["DISK_LOG"]!;
const NAME = "plans.json";
const WRITES = 24;
/** So often the disk is cut after each deed. */
const CUTS = 40;

/** Text that says which one it is from its first byte to its last, of any length: within a sector, across some, none but its number. */
function textOf(n: number, roll: (sides: number) => number): string {
  return `${n} `.repeat(1 + roll(3) * roll(900));
}

let [tried, wrongs] = [0, 0];
for (let life = 0; tried < states; life++) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  truncateSync(log);
  const roll = dice(seed * 104_729 + life + 1);
  const said = openSync(join(dir, ".said"), "w");
  const texts: string[] = [];
  for (let n = 0; n < WRITES; n++) {
    const text = textOf(n, roll);
    texts.push(text);
    if (roll(2) === 0) writeWhole(join(dir, NAME), text);
    else await keepWhole(join(dir, NAME), text);
    writeSync(said, `${n}`);
  }
  cutEach(life, texts, roll);
}
console.log(JSON.stringify({ states: tried, wrong: wrongs }));
process.exit(wrongs > 0 ? 1 : 0);

function cutEach(life: number, texts: readonly string[], roll: (sides: number) => number): void {
  const disk = new Disk();
  let returned = -1;
  for (const deed of readDeeds(log)) {
    if (deed.kind === "mark") returned = Number(deed.said);
    disk.do(deed, broken === "unsynced" || (broken === "folder" && deed.kind === "sync" && deed.inode === 0));
    for (let cut = 0; cut < (disk.settled ? 1 : CUTS) && tried < states; cut++) {
      tried++;
      const there = disk.cut(roll).get(NAME)?.toString() ?? null;
      const may = texts.slice(Math.max(returned, 0), returned + 2);
      if (there === null ? returned >= 0 : !may.includes(there)) wrong(life, returned, there);
    }
  }
}

function wrong(life: number, returned: number, there: string | null): void {
  wrongs++;
  if (wrongs > 10) return;
  const lies = there === null ? "no file is there" : `${there.length} bytes are there that begin with "${there.slice(0, 12)}"`;
  console.error(`file ${life}: number ${returned} was said to be on the disk, and after the cut ${lies}`);
  console.error(`  this again: make prove-journal ONLY=files SEED=${seed}${broken ? ` BREAK=${broken}` : ""}`);
}
