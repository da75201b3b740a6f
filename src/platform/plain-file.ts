import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/**
 * Opens a file in a folder that others write: a link to somewhere else, a pipe that never ends or a device is none. Throws in words; the caller closes it.
 */
export function openPlain(file: string): number {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if (fstatSync(handle).isFile()) return handle;
  closeSync(handle);
  throw new Error(`${file} is no plain file`);
}

/** The text of a plain file of at most `bytes_max`. Throws. */
export function readPlain(file: string, bytes_max: number): string {
  const handle = openPlain(file);
  try {
    if (fstatSync(handle).size > bytes_max) throw new Error(`${file} is longer than ${bytes_max} bytes`);
    return readFileSync(handle, "utf8");
  } finally {
    closeSync(handle);
  }
}
