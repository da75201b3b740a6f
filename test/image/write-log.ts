import { closeSync, openSync, readSync, writeSync } from "node:fs";

/** One write of a machine onto its disk, as the emulator's blklogwrites kept it (the format of Linux' dm-log-writes). */
export interface Write {
  /** In bytes, on the disk. */
  readonly at: number;
  readonly bytes: number;
  /** Where its data lie in the log. */
  readonly from: number;
  /** All writes before this one are on the disk for good. */
  readonly flush: boolean;
}

const MAGIC = 0x6a736677736872n;
const FLUSH = 1n;
const DISCARD = 4n;

/** What lies in the log, in the order in which the disk was told. */
export function writesIn(log: string): readonly Write[] {
  const file = openSync(log, "r");
  const block = Buffer.alloc(512);
  readSync(file, block, 0, 512, 0);
  if (block.readBigUInt64LE(0) !== MAGIC) throw new Error(`${log} is no log of writes`);
  const [entries, sector] = [Number(block.readBigUInt64LE(16)), block.readUInt32LE(24)];
  const writes: Write[] = [];
  let at = sector;
  for (let i = 0; i < entries; i++) {
    readSync(file, block, 0, 32, at);
    const flags = block.readBigUInt64LE(16);
    const bytes = (flags & DISCARD) !== 0n ? 0 : Number(block.readBigUInt64LE(8)) * sector;
    writes.push({ at: Number(block.readBigUInt64LE(0)) * sector, bytes, from: at + sector, flush: (flags & FLUSH) !== 0n });
    at += sector + bytes;
  }
  closeSync(file);
  return writes;
}

/** Puts the first `bytes` bytes of a write onto a disk image. */
export function apply(log: number, disk: number, write: Write, bytes = write.bytes): void {
  const data = Buffer.allocUnsafe(Math.min(bytes, 1 << 20));
  for (let done = 0; done < bytes; ) {
    const read = readSync(log, data, 0, Math.min(data.length, bytes - done), write.from + done);
    if (read === 0) throw new Error("the log of writes ends too early");
    writeSync(disk, data, 0, read, write.at + done);
    done += read;
  }
}
