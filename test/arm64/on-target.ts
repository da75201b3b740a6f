import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Chunk } from "../../src/journal/port.ts";
import { replay } from "../../src/replay.ts";

/** Runs on the target: replays chunks, one JSON line each, and tells what came out as one JSON line. */
const chunks: Chunk[] = [];
for await (const line of createInterface({ input: createReadStream(process.argv[2]!) })) chunks.push(JSON.parse(line) as Chunk);
console.log(JSON.stringify({ arch: process.arch, told: replay(chunks) }));
