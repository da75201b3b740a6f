import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { preload } from "./preload.ts";

const [SYNC_MS, ERROR, LONGER] = [0, 4, 8];
const [EIO, ENOSPC] = [5, 28];
const SOURCE = join(import.meta.dirname, "disk.c");

/** The disk of real processes, as `disk.c` has it: slow, full or bad, from one call to the next. */
export class DiskMood {
  /** What a process must have in its environment to be on this disk. */
  readonly env: Readonly<Record<string, string>>;
  readonly #fd: number;

  /** `file`: where its mood stands. Throws if there is no compiler. */
  constructor(file: string) {
    writeFileSync(file, new Uint8Array(12));
    this.#fd = openSync(file, "r+");
    this.env = { LD_PRELOAD: preload(SOURCE), DISK_MOOD: file };
  }

  /** What each sync takes; 0: what it takes. */
  set sync_ms(ms: number) {
    this.#put(SYNC_MS, ms);
  }

  set fails(on: boolean) {
    this.#put(ERROR, on ? EIO : 0);
  }

  set full(on: boolean) {
    this.#put(LONGER, on ? ENOSPC : 0);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #put(at: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    writeSync(this.#fd, bytes, 0, 4, at);
  }
}
