import { readFileSync, renameSync, writeFileSync } from "node:fs";

/**
 * What a brain has learned of travel times, as text beside its key; "" if there is nothing. Lost, it is learned again, so it is written
 * whole or not at all, and nobody waits for the disk to confirm.
 */
export function readTravel(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Throws what the file system throws. */
export function writeTravel(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
