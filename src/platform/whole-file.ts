import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** A file that was made or renamed is only there after a power cut if its folder was written too. */
export function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Puts `text` into the file at `path`: wherever the power is cut, the whole of the old or the whole of the new is there, and the new one once
 * this has returned. Throws what the file system throws.
 */
export function writeWhole(path: string, text: string, mode = 0o640): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.new`;
  // Never into what somebody else has laid there, a link among it.
  rmSync(beside, { force: true });
  const file = openSync(beside, "wx", mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  syncFolder(path);
}

/** The same for who must not wait for a disk. */
export async function keepWhole(path: string, text: string, mode = 0o640): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, "w", mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
