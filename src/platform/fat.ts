import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProvisionFile } from "../flash/identity.ts";

/**
 * The same FAT partition with `files` on it. mtools does it: it is in Debian, needs no mount and no root, and writes long names right. Throws
 * in words.
 */
export function withFiles(partition: Uint8Array, files: readonly ProvisionFile[]): Buffer {
  const folder = ownFolder();
  try {
    const image = join(folder, "provision.vfat");
    writeFileSync(image, partition, { mode: 0o600 });
    for (const { name, text } of files) {
      const file = join(folder, "file");
      writeFileSync(file, text, { mode: 0o600 });
      mtool("mcopy", ["-D", "o", "-i", image, file, `::${name}`]);
    }
    return readFileSync(image);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files in the root of a FAT partition, by name. */
export function filesIn(partition: Uint8Array): readonly ProvisionFile[] {
  const folder = ownFolder();
  try {
    const image = join(folder, "provision.vfat");
    writeFileSync(image, partition, { mode: 0o600 });
    const names = mtool("mdir", ["-b", "-i", image, "::"]).split("\n").filter(Boolean);
    return names.map((path) => ({ name: path.replace(/^::\//, ""), text: mtool("mtype", ["-i", image, path]) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Keys lie there for a moment: nobody else may open it, and where there is a file system in memory they touch no disk. */
const ownFolder = (): string => mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "stopline-flash-"));

function mtool(name: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(name, args, { encoding: "utf8", env: { ...process.env, MTOOLS_SKIP_CHECK: "1" } });
  if (error !== undefined) throw new Error(`${name} does not run (${error.message}); type: sudo apt-get install mtools`);
  if (status !== 0) throw new Error(`the PROVISION partition cannot be written (${name}: ${stderr.trim()})`);
  return stdout;
}
