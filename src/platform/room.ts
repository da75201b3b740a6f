import { rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { FILE_MODE, PAGE_BYTES } from "./database.ts";

/**
 * On a disk without a free byte SQLite cannot even delete: that too goes through its log. This much is kept in a file of its own, to be
 * let go then; the log's usual size and a large transaction fit into it.
 */
const BALLAST_BYTES = 2 * 1_024 * 1_024;
/** What the journal leaves to others, and to its log. */
const LEFT_BYTES = 8 * 1_024 * 1_024;
/** A store can always be made and written to, however small. */
const PAGES_MIN = 32;

/**
 * How large the store at `path` may be now, in pages: up to `pages_max`, and not so large that the disk fills up. Where it is full already the
 * store keeps the size that it has, its oldest records make room for new ones, and the ballast goes so that it can begin with that.
 */
export function roomFor(path: string, pages_max: number): number {
  const ballast = `${path}.ballast`;
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    const free = bavail * bsize;
    const has = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (free < BALLAST_BYTES) rmSync(ballast, { force: true });
    else if (free >= LEFT_BYTES && statSync(ballast, { throwIfNoEntry: false }) === undefined)
      writeFileSync(ballast, Buffer.alloc(BALLAST_BYTES), { mode: FILE_MODE });
    return Math.min(pages_max, Math.max(PAGES_MIN, Math.floor((has + Math.max(0, free - LEFT_BYTES)) / PAGE_BYTES)));
  } catch {
    // A disk that does not even say how full it is will say so again when the store is opened.
    return pages_max;
  }
}
