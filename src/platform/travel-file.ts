import { readFileSync } from "node:fs";
import { writeWhole } from "./whole-file.ts";

/**
 * What a brain has learned of travel times, as text beside its key; "" if there is nothing. Written whole or not at all.
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
  writeWhole(file, text);
}
