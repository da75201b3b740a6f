import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, openSync, readSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A card is larger than the image, as cards are. */
const CARD_BYTES = 1_200_000_000;

/** A card with this image on it, as a file in a folder. */
export function flashed(image: string, folder: string): string {
  const disk = join(folder, "card.img");
  execFileSync("cp", ["--sparse=always", image, disk]);
  truncateSync(disk, CARD_BYTES);
  return disk;
}

/** One partition of a GPT disk, by its name. */
export interface Partition {
  readonly name: string;
  /** In bytes from the disk's beginning. */
  readonly at: number;
  readonly bytes: number;
}

/** Reads the table of a disk image: entries of 128 bytes from its third sector. */
export function partitions(disk: string): readonly Partition[] {
  const table = Buffer.alloc(128 * 8);
  const file = openSync(disk, "r");
  readSync(file, table, 0, table.length, 1_024);
  closeSync(file);
  return Array.from({ length: 8 }, (_, i) => table.subarray(i * 128, (i + 1) * 128))
    .filter((entry) => entry.readBigUInt64LE(32) > 0n)
    .map((entry) => {
      const [first, last] = [Number(entry.readBigUInt64LE(32)), Number(entry.readBigUInt64LE(40))];
      return { name: entry.subarray(56).toString("utf16le").replace(/\0.*$/s, ""), at: first * 512, bytes: (last - first + 1) * 512 };
    });
}

export function partition(disk: string, name: string): Partition {
  const found = partitions(disk).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${disk} has no partition ${name}`);
  return found;
}

/** The bytes of the ext4 file system in a partition: blocks and their size stand in its superblock, 1,024 bytes from its beginning. */
export function ext4Bytes(disk: string, name: string): number {
  const superblock = Buffer.alloc(64);
  const file = openSync(disk, "r");
  readSync(file, superblock, 0, superblock.length, partition(disk, name).at + 1_024);
  closeSync(file);
  return superblock.readUInt32LE(4) * (1_024 << superblock.readUInt32LE(24));
}

/** What a technician's laptop does with the card: writes a file onto PROVISION, or reads one of it ("" if it is not there). */
export function write(disk: string, name: string, text: string): void {
  const file = `${disk}.${name}`;
  writeFileSync(file, text);
  execFileSync("mcopy", ["-o", "-i", fat(disk, "PROVISION"), file, `::${name}`]);
}

export function read(disk: string, name: string, from = "PROVISION"): string {
  try {
    return execFileSync("mcopy", ["-n", "-i", fat(disk, from), `::${name}`, "-"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return "";
  }
}

/** The data partition as a file of its own, mended as the ramdisk does it: gently, and if that is refused, with force. null if it cannot be. */
export function mendedData(disk: string): string | null {
  const { at, bytes } = partition(disk, "data");
  const data = `${disk}.data`;
  const words = ["bs=1M", "iflag=skip_bytes,count_bytes", `skip=${at}`, `count=${bytes}`, "conv=sparse", "status=none"];
  execFileSync("dd", [`if=${disk}`, `of=${data}`, ...words]);
  const gently = spawnSync("/sbin/e2fsck", ["-p", data]).status ?? 8;
  if (gently < 4 || (spawnSync("/sbin/e2fsck", ["-fy", data]).status ?? 8) < 4) return data;
  rmSync(data);
  return null;
}

/** The unit's journal, with its log, copied from the data partition into a folder. The machine is off. */
export function journalOf(disk: string, folder: string): string {
  const data = mendedData(disk);
  if (data === null) throw new Error("the data partition cannot be mended");
  const file = join(folder, "journal.db");
  for (const end of ["", "-wal"]) {
    rmSync(`${file}${end}`, { force: true });
    execFileSync("/sbin/debugfs", ["-R", `dump /stopline/journal/journal.db${end} ${file}${end}`, data], { stdio: "ignore" });
  }
  rmSync(data);
  return file;
}

/** What the boot loader knows: ORDER, A_OK, A_TRY, B_OK, B_TRY, TRIAL. */
export function bootState(disk: string): Readonly<Record<string, string>> {
  const lines = read(disk, "grub/grubenv", "ESP").split("\n");
  return Object.fromEntries(lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split("=", 2) as [string, string]));
}

function fat(disk: string, name: string): string {
  return `${disk}@@${partition(disk, name).at}`;
}
