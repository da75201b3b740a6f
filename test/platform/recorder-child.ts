/** A street side that only records: it numbers its records by their own seqs, and tells what it is told to be durable. Ends by SIGKILL. */
import { writeSync } from "node:fs";
import { openRecorder } from "../../src/platform/recorder.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

const recorder = await openRecorder(process.argv[2]!, { unit: "killed", batch_ms: 40 });
const { session, last_seq } = recorder.status();
let next = last_seq + 1;
let told = last_seq;
const started = performance.now();
writeSync(1, `${session} ${last_seq}\n`);
setInterval(() => {
  const at = Instant(Math.floor(performance.now() - started));
  const entries = Array.from({ length: 1 + (next % 7) }, () => entry(at, next % 9 === 0 ? CODE.alarmOn : CODE.detectorOn, session, next++));
  recorder.append(entries, WallTime(0));
  const { last_seq } = recorder.status();
  if (last_seq > told) writeSync(1, `${session} ${last_seq}\n`);
  told = last_seq;
}, 1);
