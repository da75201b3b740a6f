import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { threadId } from "node:worker_threads";

/** What a thread holds after a collection, in bytes. */
export interface Held {
  readonly at_ms: number;
  /** The verb, "unit". */
  readonly name: string;
  readonly threadId: number;
  readonly heapUsed: number;
  readonly arrayBuffers: number;
}

/**
 * Loaded before a program by `--import`: collects every STOPLINE_HELD_S seconds and writes what is held then, a line of JSON a time, in
 * STOPLINE_HELD/<pid>-<thread>.jsonl. A leak grows in it; resident memory goes with the collector's mood, too.
 */
const dir = process.env["STOPLINE_HELD"];

if (dir) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const file = join(dir, `${process.pid}-${threadId}.jsonl`);
  const look = (): void => {
    collect();
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    const held: Held = { at_ms: Date.now(), name: process.argv[2] ?? "?", threadId, heapUsed, arrayBuffers };
    appendFileSync(file, `${JSON.stringify(held)}\n`);
  };
  setInterval(look, Number(process.env["STOPLINE_HELD_S"]) * 1_000).unref();
}
