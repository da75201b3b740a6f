import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import t from "tap";
import { openDatabase } from "../../src/platform/database.ts";
import { openLinkJournal, readJournal } from "../../src/platform/recorder.ts";

const KILLS = Number(process.env["KILLS"] ?? 25);
/** A kill falls anywhere within this after the first commit: in one of some fifty commits, or beside them. */
const WRITING_MS = 60;
/** Every third one falls anywhere within this after the program was started: while the store is opened and put in order after the last kill. */
const OPENING_MS = 250;

/** A street side from its start to its death: the last seq that it was told is durable, and the session that it had; 0 if it did not get that far. */
async function killed(path: string, opening: boolean, ack: () => void): Promise<{ session: number; told: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "recorder-child.ts"), path], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const killIn = (moment_ms: number) => void pause(Math.random() * moment_ms).then(() => child.kill("SIGKILL"));
  if (opening) killIn(OPENING_MS);
  let [session, told, lines] = [0, 0, 0];
  for await (const line of createInterface(child.stdout)) {
    [session = 0, told = 0] = line.split(" ").map(Number);
    if (!opening && lines === 1) killIn(WRITING_MS);
    lines++;
    ack();
  }
  const [, signal] = await exited;
  if (signal !== "SIGKILL") throw new Error("the street side ended by itself");
  return { session, told };
}

/** What a journal holds, and whether it is as the street side numbered it: no hole, no record twice, none of another session. */
function read(path: string) {
  const db = openDatabase(path, "reader");
  const check = db.pragma("quick_check", { simple: true });
  db.close();
  const epochs = new Set<string>();
  let [last, session, strange] = [0, 0, 0];
  for (const chunk of readJournal(path)) {
    epochs.add(chunk.epoch);
    if (chunk.first_seq !== last + 1 || chunk.session < session) strange++;
    session = chunk.session;
    for (const record of chunk.records) if (record.seq !== ++last || record.value !== last || record.param !== session) strange++;
  }
  return { check, epochs: epochs.size, strange, last };
}

t.test(`a street side that is killed ${KILLS} times loses nothing that was committed`, async (t) => {
  const path = join(t.testdir(), "journal.db");
  const link = openLinkJournal(path);
  t.teardown(() => link.close());
  let [acked, session, last] = [0, 0, 0];
  for (let kill = 1; kill <= KILLS; kill++) {
    const death = await killed(path, kill % 3 === 0, () => {
      // The link's writes and reads fall between the recorder's.
      acked = Math.max(acked, link.last_seq() - 10);
      link.ack(link.epoch()!, acked);
      link.chunksAfter(acked, 5);
    });
    const there = read(path);
    t.match(there, { check: "ok", epochs: 1, strange: 0 }, `kill ${kill}: ${death.told} told, ${there.last} there`);
    t.ok(there.last >= Math.max(death.told, last), "everything that was reported durable is there");
    t.ok(death.session === 0 || death.session > session, "each start is a session of its own");
    t.same([link.acked(), link.last_seq()], [acked, there.last], "what the brain acknowledged is known, and the link sees it all");
    session = Math.max(session, death.session);
    last = there.last;
  }
  t.ok(last >= KILLS && session >= KILLS / 3, "the street was recorded between the kills");
});
