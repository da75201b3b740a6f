/**
 * A street side that only records and answers, until SIGKILL ends it: its records are numbered by their own seqs. It says what it is told to be
 * durable. "thread": with the recorder's own thread; else with what that thread does in this one, which is begun in a third of the time.
 */
import { writeSync } from "node:fs";
import { UNVERIFIED } from "../../../src/journal/port.ts";
import { openRecorder, ThreadRecorder } from "../../../src/platform/recorder.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { type Entry, entry } from "../../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { ThreadHere } from "./thread-port.ts";

const [path = "", thread, broken] = process.argv.slice(2);
// One that ends by itself leaves its compiled code for those that come.
if (path === "") process.exit();
const options = { path, unit: "killed", batch_ms: 40, pages_max: 300 };
let here: ThreadHere | null = null;
const recorder =
  thread === "thread"
    ? await openRecorder(path, options)
    : new ThreadRecorder(options, 20_000, (start) => {
        here = new ThreadHere(start, () => {});
        return here;
      });
const listen = (): void => {
  here?.look();
  here?.deliver();
  here?.deliver();
};
listen();
const { session, last_seq, epoch, fault } = recorder.status();
if (epoch === "") throw new Error(`no journal: ${fault}`);
let next = last_seq + 1;
let told = last_seq;
const started = performance.now();
writeSync(1, `${session} ${last_seq}\n`);
setInterval(() => {
  const at = Instant(Math.floor(performance.now() - started));
  const entries: Entry[] = Array.from({ length: 1 + (next % 7) }, () =>
    entry(at, next % 9 === 0 ? CODE.alarmOn : CODE.detectorOn, session, next++),
  );
  for (const { id, command } of recorder.requests()) {
    const refused = id.startsWith(UNVERIFIED) ? "not the brain's" : "";
    entries.push(entry(at, CODE.commandResult, session, next++, JSON.stringify({ id, command, done: refused === "", refused })));
  }
  recorder.append(entries, WallTime(0));
  listen();
  const durable = broken === "early" ? next - 1 : recorder.status().last_seq;
  if (durable > told) writeSync(1, `${session} ${durable}\n`);
  told = durable;
}, 1);
