/**
 * A street side that only records and answers, until SIGKILL ends it: its records are numbered by their own seqs. It says what it is told to be
 * durable. As a program of its own it has the recorder's thread; `streetHere` does what that thread does in the thread that asks, for a fork.
 */
import { writeSync } from "node:fs";
import { UNVERIFIED } from "../../../src/journal/port.ts";
import { openRecorder, ThreadRecorder } from "../../../src/platform/recorder.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { type Entry, entry } from "../../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { ThreadHere } from "./thread-port.ts";

type Say = (words: string) => void;

const optionsAt = (path: string) => ({ path, unit: "killed", batch_ms: 40, pages_max: 300 });

/** Opens the journal and returns what a millisecond brings. Its first words are said when it has. */
export function streetHere(path: string, broken: string, say: Say): () => void {
  let here: ThreadHere | null = null;
  const recorder = new ThreadRecorder(optionsAt(path), 20_000, (start) => {
    here = new ThreadHere(start, () => {});
    return here;
  });
  const listen = (): void => {
    here?.look();
    here?.deliver();
    here?.deliver();
  };
  listen();
  return ticksOf(recorder, listen, broken, say);
}

function ticksOf(recorder: ThreadRecorder, listen: () => void, broken: string, say: Say): () => void {
  const { session, last_seq, epoch, fault } = recorder.status();
  if (epoch === "") throw new Error(`no journal: ${fault}`);
  let next = last_seq + 1;
  let told = last_seq;
  const started = performance.now();
  say(`${session} ${last_seq}\n`);
  return () => {
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
    if (durable > told) say(`${session} ${durable}\n`);
    told = durable;
  };
}

if (import.meta.main) {
  const [path = "", broken = ""] = process.argv.slice(2);
  // One that ends by itself leaves its compiled code for those that come.
  if (path === "") process.exit();
  const recorder = (await openRecorder(path, optionsAt(path))) as ThreadRecorder;
  const tick = ticksOf(
    recorder,
    () => {},
    broken,
    (words) => writeSync(1, words),
  );
  setInterval(tick, 1);
}
