import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import Sqlite from "better-sqlite3";
import { WriterStore } from "../../src/journal/store.ts";
import { openDatabase } from "../../src/platform/database.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { type Figure, spread } from "./figures.ts";

const RUNS = 3;
/** A second: sixteen detectors in 32 bytes, as in the measurements that the goals come from. */
const WORDS = "0123456789abcdefghij";
const SECONDS = 3_600;

/** Writes `seconds` seconds of records into a new store in `dir`, which is there when `begin` is called; durable as that way of keeping them has it. */
type Layout = (dir: string, seconds: number, begin: () => void) => { readonly records: number; readonly took_s: number };

/** Ours: one blob a chunk, as the recorder commits it. A journal of `pages` that is full already drops its oldest for it. */
const chunks =
  (batch_ms: number, an_entry_ms: number, pages: number, paced = false): Layout =>
  (dir, seconds, begin) => {
    const db = openDatabase(join(dir, "journal.db"), "recorder", { pages_max: pages });
    const store = new WriterStore(db, { unit: "A", epoch: "e1", created: WallTime(0), batch_ms });
    begin();
    const began = performance.now();
    let records = 0;
    for (let at = 0; at < seconds * 1_000; at += an_entry_ms, records++) {
      store.append(
        [entry(Instant(at), CODE.volumeOccupancy, 1 + (records % 64), records % 100, an_entry_ms === 1_000 ? WORDS : "")],
        WallTime(0),
      );
      if (store.closed === 0) continue;
      if (paced) wait(batch_ms);
      store.commit();
    }
    store.flush();
    const took_s = (performance.now() - began) / 1_000;
    db.close();
    return { records, took_s };
  };

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const wait = (ms: number): void => void Atomics.wait(sleeper, 0, 0, ms);

/** What loggers and gateways usually do: a row of JSON a record, found by an index on what is sent, in a transaction of its own. */
const rows: Layout = (dir, seconds, begin) => {
  const db = new Sqlite(join(dir, "rows.db"));
  db.pragma("journal_mode = DELETE");
  db.pragma("synchronous = FULL");
  db.exec("CREATE TABLE records (id INTEGER PRIMARY KEY, at INTEGER, body TEXT, sent INTEGER); CREATE INDEX unsent ON records (sent)");
  const insert = db.prepare("INSERT INTO records (at, body, sent) VALUES (?, ?, 0)");
  const counts = Array.from({ length: 16 }, (_, i) => ({ detector: i + 1, count: i % 3, occupancy: i * 7 }));
  const records = Math.min(seconds, 400);
  begin();
  const began = performance.now();
  for (let at = 0; at < records; at++) insert.run(at * 1_000, JSON.stringify({ at, counts }));
  const took_s = (performance.now() - began) / 1_000;
  db.close();
  return { records, took_s };
};

const PACED: readonly [string, Layout] = [
  "the same at the street's own pace, 200 s",
  (dir, _, begin) => chunks(10_000, 1_000, 32_768, true)(dir, 201, begin),
];
const LAYOUTS: readonly (readonly [name: string, layout: Layout])[] = [
  ["a record a second of 32 bytes, chunks of 10 s", chunks(10_000, 1_000, 32_768)],
  ["the same, chunks of 60 s", chunks(60_000, 1_000, 32_768)],
  ["the same, chunks of 10 s, the journal full", chunks(10_000, 1_000, 40)],
  ["a four-leg unit's five events a second, chunks of 10 s", chunks(10_000, 200, 32_768)],
  ...(process.env["PACED"] ? [PACED] : []),
  ["a peer: a row of JSON a record, rollback journal", rows],
];

/**
 * What a record costs the flash below the file system: ext4 in a file on a loop device, all that the device was given to write, the file
 * system's own journal too. A file system also writes by itself every few seconds: PACED=1 has a part in real time, which takes ten minutes. Needs root; without it there are no figures, and it says so. And how many records a second are durable there.
 */
export function flashBytes(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-flash-"));
  const figures: Figure[] = [];
  try {
    for (const [name, layout] of LAYOUTS) {
      const runs = Array.from({ length: RUNS }, () => onLoop(folder, (dir, begin) => layout(dir, SECONDS, begin)));
      const bytes = runs.map(({ records, bytes }) => Math.round(bytes / records));
      figures.push(spread(`flash written, ${name}`, "B a record", bytes));
      const rate = runs.map(({ records, took_s }) => Math.round(records / took_s));
      figures.push(spread(`durable, ${name}`, "records a second", rate));
    }
  } catch (error) {
    console.error(`no figures of flash: a loop device with ext4 cannot be made here (${(error as Error).message.split("\n")[0]})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Promise.resolve(figures);
}

/** On a new file system, all of it on the device before and after. */
function onLoop<T extends object>(folder: string, use: (dir: string, begin: () => void) => T): T & { readonly bytes: number } {
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const [image, dir] = [join(folder, "image"), join(folder, "flash")];
  run("truncate", "-s", "256M", image);
  run("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image);
  mkdirSync(dir, { recursive: true });
  const loop = run("losetup", "--find", "--show", image);
  try {
    run("mount", loop, dir);
    try {
      const sync = () => run("sync", "-f", dir);
      sync();
      let before = 0;
      const used = use(dir, () => {
        sync();
        before = written(loop);
      });
      sync();
      return { ...used, bytes: written(loop) - before };
    } finally {
      run("umount", dir);
    }
  } finally {
    run("losetup", "--detach", loop);
    rmSync(image);
  }
}

/** Bytes that the device was given; its seventh field counts sectors of 512. */
const written = (loop: string): number =>
  Number(
    readFileSync(`/sys/block/${basename(loop)}/stat`, "utf8")
      .trim()
      .split(/\s+/)[6],
  ) * 512;
