import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { readDeeds } from "../../journal/prove/disk-log.ts";
import { Disk } from "../../journal/prove/power-cut.ts";

const EIO = 5;
const FOR_EVER = 1_000_000_000;
const [PAGE, TABLE_LEAF] = [4_096, 13];

/**
 * The unit's disk: a folder behind `disk.c`, which writes down every call of it, and makes them fail. What a power cut leaves is made of those calls, as
 * little as a disk may keep of them (test/journal/prove/power-cut.ts).
 */
export class UnitDisk {
  readonly dir: string;
  /** What a sync takes. */
  sync_ms = 0;
  readonly #log: string;
  #said = -1;
  #disk = new Disk();
  #syncs = 0;

  constructor() {
    const { DISK_DIR: dir, DISK_LOG: log, LD_PRELOAD: preload = "" } = process.env;
    if (dir === undefined || log === undefined || !preload.includes("disk.so"))
      throw new Error("this rig's disk is build/journal/disk.so, preloaded");
    this.dir = dir;
    this.#log = log;
  }

  /** An empty one. */
  begin(): void {
    this.sync_ms = 0;
    this.#put(new Map());
  }

  /** What the disk has wanted of time since it was asked last. */
  wanted_ms(): number {
    if (this.sync_ms === 0) return 0;
    this.#read();
    const wanted = this.#syncs * this.sync_ms;
    this.#syncs = 0;
    return wanted;
  }

  /** No room for a byte more than the files have. */
  full(on: boolean): void {
    this.#say(on ? "full 1" : "full 0");
  }

  /** Whatever is asked of it fails. */
  fails(on: boolean): void {
    this.#say(on ? `fail 0 ${EIO} ${FOR_EVER} 0 0` : "fail -1 0 0 0 0");
  }

  /** A process that kept files here is gone: what it wrote is there, what it had in mind is not. Returns what becomes of the disk when it is told. */
  killed(): () => void {
    this.#read();
    const files = this.#disk.whole();
    return () => this.#put(files);
  }

  /** The power is gone. */
  cut(roll: (sides: number) => number): () => void {
    this.#read();
    const files = this.#disk.cut(roll);
    return () => this.#put(files);
  }

  /** A bit of a page of records in the file is turned over, of one that is read from there; false if it has none yet. */
  rots(name: string, roll: (sides: number) => number): boolean {
    const path = join(this.dir, name);
    const file = readFileSync(path);
    const newer = pagesIn(readFileSync(`${path}-wal`));
    const leaves = Array.from({ length: Math.floor(file.length / PAGE) }, (_, i) => i).filter(
      (i) => i > 0 && file[i * PAGE] === TABLE_LEAF && !newer.has(i + 1),
    );
    if (leaves.length === 0) return false;
    const at = leaves[roll(leaves.length)]! * PAGE + PAGE / 2 + roll(PAGE / 2);
    const fd = openSync(path, "r+");
    writeSync(fd, Buffer.of(file[at]! ^ (1 << roll(8))), 0, 1, at);
    fsyncSync(fd);
    closeSync(fd);
    return true;
  }

  /** Must be called now and then: what was done is kept here no longer than that. */
  look(): void {
    this.#read();
  }

  #put(files: ReadonlyMap<string, Buffer>): void {
    if (this.#said >= 0) closeSync(this.#said);
    rmSync(this.dir, { recursive: true, force: true });
    mkdirSync(this.dir, { recursive: true });
    this.#said = openSync(join(this.dir, ".said"), "w");
    this.full(false);
    this.fails(false);
    this.#disk = new Disk();
    truncateSync(this.#log);
    for (const [name, bytes] of files) {
      writeFileSync(join(this.dir, name), bytes);
      this.#sync(join(this.dir, name));
    }
    this.#sync(this.dir);
    this.#read();
    this.#syncs = 0;
  }

  #sync(path: string): void {
    const fd = openSync(path, "r");
    fsyncSync(fd);
    closeSync(fd);
  }

  #say(words: string): void {
    writeSync(this.#said, words);
  }

  #read(): void {
    for (const deed of readDeeds(this.#log)) {
      if (deed.kind === "sync") this.#syncs++;
      this.#disk.do(deed);
    }
    truncateSync(this.#log);
  }

  /** Names of the files there, for who looks at what was left. */
  names(): readonly string[] {
    return readdirSync(this.dir).filter((name) => name !== ".said");
  }
}

const [WAL_HEAD, FRAME_HEAD, SALT] = [32, 24, 16];

/** Of a write-ahead log the pages, from 1, that are read from it and not from the file. */
function pagesIn(log: Buffer): ReadonlySet<number> {
  const pages = new Set<number>();
  const salt = log.subarray(SALT, SALT + 8);
  for (let at = WAL_HEAD; at + FRAME_HEAD + PAGE <= log.length; at += FRAME_HEAD + PAGE) {
    if (!log.subarray(at + 8, at + 16).equals(salt)) break;
    pages.add(log.readUInt32BE(at));
  }
  return pages;
}
