import { fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { workerData } from "node:worker_threads";

/** A thread that writes and syncs 16 MB over and over, on the journal's own disk, until it is ended. */
const bytes = Buffer.alloc(1 << 20, 0x55);
const file = openSync(join(workerData as string, "hammer"), "w");
for (;;) {
  for (let megabyte = 0; megabyte < 16; megabyte++) writeSync(file, bytes, 0, bytes.length, megabyte << 20);
  fsyncSync(file);
}
