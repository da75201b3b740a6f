import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { dice } from "../dice.ts";

const MIB = 1024 * 1024;
export const SLOT_USED = 3 * MIB + 1_000;

/** Where the small image's partitions begin and how long they are, in MiB. */
export const PLACES = { ESP: [1, 6], PROVISION: [7, 6], "rootfs-a": [13, 8], data: [21, 6] } as const;
export const IMAGE_BYTES = 28 * MIB;

/** An image as `make image` makes them, 28 MiB long: a GPT, two FAT partitions, a slot of which 3 MB are used, an ext4 for data. */
export function smallImage(folder: string): string {
  const file = join(folder, "stopline.img");
  const descriptor = openSync(file, "w");
  ftruncateSync(descriptor, IMAGE_BYTES);
  for (const name of ["ESP", "PROVISION"] as const) {
    const part = join(folder, "part");
    execFileSync("/usr/sbin/mkfs.vfat", ["-n", name, "-C", part, String(PLACES[name][1] * 1024)], { stdio: "ignore" });
    if (name === "ESP") {
      writeFileSync(join(folder, "loader"), noise(100_000, 1));
      // Half of it is zeros that belong to a file.
      writeFileSync(join(folder, "zeros"), Buffer.alloc(500_000));
      for (const each of ["loader", "zeros"]) execFileSync("mcopy", ["-i", part, join(folder, each), `::${each}`]);
    }
    put(descriptor, readFileSync(part), PLACES[name][0]);
    rmSync(part);
  }
  const slot = noise(SLOT_USED, 2);
  slot.write("hsqs", 0, "latin1");
  slot.writeBigUInt64LE(BigInt(SLOT_USED), 40);
  slot.fill(0, MIB, MIB + 200_000);
  put(descriptor, slot, PLACES["rootfs-a"][0]);
  const data = join(folder, "data");
  execFileSync("/usr/sbin/mke2fs", ["-q", "-t", "ext4", data, `${PLACES.data[1]}M`], { stdio: "ignore" });
  put(descriptor, readFileSync(data), PLACES.data[0]);
  rmSync(data);
  closeSync(descriptor);
  const table = Object.entries(PLACES).map(([name, [at, length]]) => `start=${at}MiB, size=${length}MiB, name=${name}`);
  execFileSync("/usr/sbin/sfdisk", ["-q", file], { input: `label: gpt\n${table.join("\n")}\n`, stdio: ["pipe", "ignore", "ignore"] });
  return file;
}

/** Bytes none of which is zero. */
function noise(length: number, seed: number): Buffer {
  const roll = dice(seed);
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) bytes[i] = 1 + roll(255);
  return bytes;
}

const put = (descriptor: number, bytes: Buffer, mib: number): void => void writeSync(descriptor, bytes, 0, bytes.length, mib * MIB);
