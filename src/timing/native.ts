import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** What the addon exports. Nobody but this folder (and `openPty` below, for the simulated street) calls it. */
export interface Native {
  openPty(): { readonly path: string; readonly master: number };
}

export const native: Native = load();

/**
 * A new pair of pseudo-terminals in raw mode: the path of the tty that a program opens, and the file descriptor of the other end, which
 * is the caller's to close. Throws in words when the system has none left.
 */
export function openPty(): { readonly path: string; readonly master: number } {
  return native.openPty();
}

function load(): Native {
  const file = fileURLToPath(new URL(`../../native/prebuilds/linux-${process.arch}/stopline.node`, import.meta.url));
  try {
    return createRequire(import.meta.url)(file) as Native;
  } catch (error) {
    throw new Error(`cannot load the native part from ${file}: ${(error as Error).message}; \`make native\` builds it`);
  }
}
