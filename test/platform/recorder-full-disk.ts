/** On a small disk of its own: records, fills the disk with something else, goes on recording, takes the something away again. */
import { appendFileSync, existsSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { gapOf } from "../../src/journal/body.ts";
import { openRecorder, readJournal } from "../../src/platform/recorder.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { until } from "./until.ts";

const dir = process.argv[2]!;
const path = join(dir, "journal.db");
const hog = join(dir, "hog");
const recorder = await openRecorder(path, { unit: "A" });
let seq = 0;
async function record(count: number): Promise<void> {
  for (const end = seq + count; seq < end; ) {
    recorder.append(
      Array.from({ length: 50 }, () => entry(Instant(seq * 10), CODE.detectorOn, 1, ++seq)),
      WallTime(0),
    );
  }
  await recorder.flush();
}

await record(20_000);
const ballast = existsSync(`${path}.ballast`);
for (let bytes = 1_048_576; bytes >= 1; ) {
  try {
    appendFileSync(hog, Buffer.alloc(bytes));
  } catch {
    bytes = Math.floor(bytes / 2);
  }
}
const { bavail: free } = statfsSync(dir);
for (let i = 0; i < 60; i++) await record(500);
rmSync(hog);
await until(() => existsSync(`${path}.ballast`), 15_000);
await record(10_000);
const { last_seq, pending, fault } = recorder.status();
await recorder.close();

let [next, strange, kept] = [1, 0, 0];
const gaps: { from: number; to: number }[] = [];
for (const chunk of readJournal(path)) {
  if (chunk.first_seq !== next) strange++;
  const gap = gapOf(chunk.records);
  if (gap) gaps.push({ from: gap.from, to: gap.to });
  else for (const record of chunk.records) if (record.value === record.seq) kept++;
  next = chunk.last_seq + 1;
}
console.log(JSON.stringify({ ballast, free, last_seq, pending, fault, next, strange, gaps, kept }));
