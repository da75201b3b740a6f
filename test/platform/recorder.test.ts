// Long: eighteen lives of a recorder, each with its files.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import t, { type Test } from "tap";
import { gapOf } from "../../src/journal/body.ts";
import { type Chunk, type LinkJournal, type Recorder, type Request, UNVERIFIED, UNVERIFIED_MAX } from "../../src/journal/port.ts";
import { Backlog } from "../../src/platform/backlog.ts";
import { type ClosingRecorder, openLinkJournal, openRecorder, type RecorderOptions, readJournal } from "../../src/platform/recorder.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Entry, entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { until } from "./until.ts";

const MONDAY = WallTime(Date.UTC(2026, 0, 5));
const on = (at: number, value = 0): Entry => entry(Instant(at), CODE.detectorOn, 1, value);
const alarm = (at: number, value = 0): Entry => entry(Instant(at), CODE.alarmOn, 1, value);
const result = (at: number, id: string): Entry =>
  entry(Instant(at), CODE.commandResult, 0, 1, JSON.stringify({ id, command: "place-call", done: true, refused: "" }));
const request = (id: string): Request => ({ id, command: "place-call", args: '{"phase":2}', expires: MONDAY, refused: "" });

const journal = (t: Test): string => join(t.testdir(), "journal.db");
async function open(t: Test, path: string, options: Partial<RecorderOptions> = {}): Promise<ClosingRecorder> {
  const recorder = await openRecorder(path, { unit: "A", ...options });
  t.teardown(() => recorder.close());
  return recorder;
}
function linkTo(t: Test, path: string): LinkJournal {
  const link = openLinkJournal(path);
  t.teardown(() => link.close());
  return link;
}
const chunks = (path: string): Chunk[] => [...readJournal(path)];
const values = (path: string): number[] => chunks(path).flatMap((c) => c.records.map((r) => r.value));
const gaps = (path: string) => chunks(path).flatMap((c) => gapOf(c.records) ?? []);
/** What arrives from now on, gathered: requests() tells each only once. */
async function arrivals(recorder: Recorder, count: number): Promise<string[]> {
  const ids: string[] = [];
  await until(() => {
    ids.push(...recorder.requests().map((r) => r.id));
    return ids.length >= count;
  });
  return ids;
}

t.test("faults are on the disk at once, counts with their chunk, everything at the end", async (t) => {
  const path = journal(t);
  const recorder = await open(t, path);
  t.match(recorder.status(), { session: 1, last_seq: 0, pending: 0, fault: "" });
  recorder.append([on(100), on(101)], MONDAY);
  recorder.append([alarm(200)], MONDAY);
  await until(() => recorder.status().last_seq === 3);
  recorder.append([on(300)], MONDAY);
  t.match(recorder.status(), { last_seq: 3, pending: 1 });
  await recorder.flush();
  t.match(recorder.status(), { last_seq: 4, pending: 0 });
  recorder.append([on(400)], MONDAY);
  await recorder.close();
  t.same(
    chunks(path).map((c) => [c.first_seq, c.last_seq]),
    [
      [1, 3],
      [4, 4],
      [5, 5],
    ],
  );
  t.notOk(existsSync(`${path}-wal`), "the log went into the file");

  const next = await open(t, path);
  t.match(next.status(), { epoch: recorder.status().epoch, session: 2, last_seq: 5 });
  next.append([alarm(100)], MONDAY);
  await next.flush();
  t.match(chunks(path).at(-1), { session: 2, first_seq: 6 });
});

t.test("a chunk's time runs out also when nothing more comes", async (t) => {
  const recorder = await open(t, journal(t), { batch_ms: 20 });
  recorder.append([on(100)], MONDAY);
  await until(() => recorder.status().last_seq === 1);
  t.equal(recorder.status().pending, 0);
});

t.test("a command that was taken but has no result comes again after a restart, one with a result never", async (t) => {
  const path = journal(t);
  const first = await open(t, path);
  const link = linkTo(t, path);
  for (const id of ["a", "b", "c"]) t.ok(link.offer(request(id), 0));
  t.same(await arrivals(first, 3), ["a", "b", "c"]);
  first.append([result(500, "b")], MONDAY);
  await until(() => link.result("b") !== null);
  t.same(link.result("b"), { id: "b", command: "place-call", done: true, refused: "", wall: MONDAY + 500 });
  t.ok(link.offer(request("d"), 0));
  t.same(await arrivals(first, 1), ["d"], "those that were taken do not come again in the same run");
  await first.close();

  const second = await open(t, path);
  t.same(await arrivals(second, 3), ["a", "c", "d"]);
});

t.test("a file that is no database is put aside, and the link finds the new journal", async (t) => {
  const path = journal(t);
  const before = await open(t, path);
  before.append([alarm(100)], MONDAY);
  await before.close();
  const link = linkTo(t, path);
  const { epoch } = before.status();
  t.equal(link.epoch(), epoch);
  writeFileSync(path, "flash that has forgotten everything\n".repeat(1_000));

  const recorder = await open(t, path);
  t.match(recorder.status(), { session: 1, last_seq: 1, fault: "" });
  recorder.append([entry(Instant(0), CODE.sessionStart, 0)], MONDAY);
  await recorder.flush();
  t.notSame(recorder.status().epoch, epoch);
  t.equal(link.epoch(), recorder.status().epoch);
  const [lost, start] = chunks(path);
  t.match(gapOf(lost!.records), { from: 1, to: 1, reason: /no database.*put aside as .*journal\.db\.aside/ });
  t.equal(lost!.session, 0, "it belongs to no session, so that the first one can be replayed from its start");
  t.match(start, { session: 1, first_seq: 2, records: [{ code: CODE.sessionStart }] });
  t.match(readFileSync(`${path}.aside`, "utf8"), /^flash that has forgotten/);
});

t.test("a card from another unit does not go on with that unit's numbers", async (t) => {
  const path = journal(t);
  const other = await openRecorder(path, { unit: "B" });
  other.append([alarm(100)], MONDAY);
  const link = linkTo(t, path);
  await other.close();
  link.offer(request("theirs"), 1_000);
  const recorder = await open(t, path);
  recorder.append([alarm(100)], MONDAY);
  await recorder.flush();
  t.notSame(recorder.status().epoch, other.status().epoch);
  t.match(gaps(path), [{ reason: /the journal of unit "B"/ }]);
  t.equal(link.counter(), 0, "nor with its commands");
});

t.test("another program's database is left alone, and the street side goes on without a journal", async (t) => {
  const path = journal(t);
  const db = new Sqlite(path);
  db.exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
  const recorder = await open(t, path);
  recorder.append([alarm(100)], MONDAY);
  t.match(recorder.status(), { epoch: "", last_seq: 0, pending: 1, fault: /some other program's database/ });
  t.equal(db.prepare("SELECT name FROM recipes").pluck().get(), "soup");
  db.close();
  rmSync(path);
  await until(() => recorder.status().pending === 0);
  t.same(values(path), [0], "what was held is recorded when there is room for it");
});

t.test("two street sides never write into one journal", async (t) => {
  const path = journal(t);
  const first = await open(t, path);
  first.append([alarm(100, 1)], MONDAY);
  await first.flush();
  const second = await open(t, path);
  second.append([alarm(100, 2)], MONDAY);
  t.match(second.status(), { pending: 1, fault: /another program holds the file/ });
  first.append([alarm(200, 3)], MONDAY);
  await first.close();
  await until(() => second.status().pending === 0);
  t.same(
    chunks(path).map((c) => [c.session, c.records[0]!.value]),
    [
      [1, 1],
      [1, 3],
      [2, 2],
    ],
  );
});

t.test("while the disk takes nothing the newest and the most important are held, and the gaps are exact", async (t) => {
  const dir = t.testdir({ folder: "not a folder" });
  const path = join(dir, "folder", "journal.db");
  const recorder = await open(t, path, { held_max: 100 });
  t.match(recorder.status(), { epoch: "", fault: /./ });
  // Twenty alarms among a thousand counts: seq is value is 1 to 1000.
  for (let seq = 1; seq <= 1_000; seq++) recorder.append([seq % 50 === 25 ? alarm(seq, seq) : on(seq, seq)], MONDAY);
  t.equal(recorder.status().pending, 1_000);
  rmSync(join(dir, "folder"));
  mkdirSync(join(dir, "folder"));
  await until(() => recorder.status().epoch !== "");
  await recorder.flush();
  t.match(recorder.status(), { last_seq: 1_000, pending: 0, fault: "" });

  let next = 1;
  let strange = 0;
  let dropped = 0;
  const kept: number[] = [];
  for (const chunk of chunks(path)) {
    if (chunk.first_seq !== next) strange++;
    const gap = gapOf(chunk.records);
    if (gap === null) {
      kept.push(...chunk.records.map((r) => r.value));
      if (chunk.records.some((r) => r.value !== r.seq)) strange++;
    } else {
      dropped += chunk.records[0]!.value;
      if (gap.from !== next || chunk.records[0]!.value !== gap.to - gap.from + 1) strange++;
    }
    next = chunk.last_seq + 1;
  }
  t.same([next, strange, dropped], [1_001, 0, 900], "every seq is a record or in exactly one gap");
  t.same(kept.filter((v) => v % 50 === 25).length, 20, "no alarm is lost");
  t.same(
    kept.slice(-40),
    Array.from({ length: 40 }, (_, i) => 961 + i),
    "and the newest are there",
  );
});

t.test("however long the disk takes nothing, that the monitor has latched is held: the next start is flash", async (t) => {
  const backlog = new Backlog(10);
  backlog.append([entry(Instant(0), CODE.monitorFault, 0, 0, "{}")], MONDAY);
  for (let seq = 1; seq <= 1_000; seq++) backlog.append([alarm(seq, seq)], MONDAY);
  const held = backlog.next(1_000).flatMap((item) => (item.kind === "entries" ? item.entries : []));
  t.equal(held[0]?.code, CODE.monitorFault);
  t.equal(held.length, 10);
});

t.test("a full journal keeps what is newest and goes on", async (t) => {
  const path = journal(t);
  const recorder = await open(t, path, { pages_max: 40 });
  for (let seq = 1; seq <= 20_000; ) {
    recorder.append(
      Array.from({ length: 100 }, () => on(seq * 100, seq++)),
      MONDAY,
    );
    if (seq % 2_000 === 1) await recorder.flush();
  }
  t.match(recorder.status(), { last_seq: 20_000, pending: 0, fault: "" });
  const [gap, ...rest] = chunks(path);
  t.match(gapOf(gap!.records), { from: 1, to: gap!.last_seq, reason: /full/ });
  t.same(
    rest.flatMap((c) => c.records.map((r) => r.value)),
    Array.from({ length: 20_000 - gap!.last_seq }, (_, i) => gap!.last_seq + 1 + i),
  );
  t.ok(rest.length > 0 && readFileSync(path).length <= 41 * 4_096, "within its bound");
});

/** Runs `words` with a disk at `dir` that may be filled to the brim: a small one in memory, in a name space of our own. */
const onSmallDisk = (dir: string, ...words: string[]): string =>
  execFileSync("unshare", ["-Urm", "sh", "-ec", 'mount -t tmpfs -o size=16m none "$0"; exec "$@"', dir, ...words], {
    stdio: "pipe",
    timeout: 60_000,
    killSignal: "SIGKILL",
  }).toString();

function mayMount(): boolean {
  try {
    onSmallDisk(import.meta.dirname, "true");
    return true;
  } catch {
    return false;
  }
}

const skip = mayMount() ? false : "this machine lets nobody mount a small disk";
t.test("on a disk without a free byte the oldest records make room, and it recovers by itself", { skip }, async (t) => {
  const dir = t.testdir();
  const out = onSmallDisk(dir, process.execPath, join(import.meta.dirname, "recorder-full-disk.ts"), dir);
  const seen = JSON.parse(out) as { gaps: { from: number; to: number }[]; kept: number };
  t.match(seen, { ballast: true, free: 0, last_seq: 60_000, pending: 0, fault: "", next: 60_001, strange: 0, gaps: [{ from: 1 }] });
  t.equal(seen.gaps.length, 1);
  t.equal(seen.kept, 60_000 - seen.gaps[0]!.to, "every seq is a record or in the gap");
  t.ok(seen.kept >= 10_000, `the newest ${seen.kept} are there`);
});

t.test("a recorder thread that dies is replaced, and nothing is lost or recorded twice", async (t) => {
  const path = journal(t);
  let thread: Worker | undefined;
  process.once("worker", (worker) => {
    thread = worker;
  });
  const recorder = await open(t, path);
  recorder.append([alarm(100, 1)], MONDAY);
  await until(() => recorder.status().last_seq === 1);
  recorder.append([on(200, 2), on(201, 3)], MONDAY);
  const link = linkTo(t, path);
  link.offer(request("a"), 0);
  t.same(await arrivals(recorder, 1), ["a"]);
  await thread!.terminate();
  recorder.append([on(300, 4)], MONDAY);
  await until(() => recorder.status().fault !== "");
  t.match(recorder.status(), { pending: 3, fault: /thread/ });
  recorder.append([alarm(400, 5)], MONDAY);
  await recorder.flush();
  t.same(values(path), [1, 2, 3, 4, 5]);
  t.match(recorder.status(), { session: 1, last_seq: 5, pending: 0, fault: "" }, "in the same session: the street side has not stopped");
  t.same(recorder.requests(), [], "a command that was taken is not taken again");
});

t.test("the link reads on while the street side writes", async (t) => {
  const path = journal(t);
  const recorder = await open(t, path);
  const link = linkTo(t, path);
  let read = 0;
  let strange = 0;
  for (let seq = 1; read < 3_000; ) {
    if (seq <= 3_000) recorder.append([on(seq, seq++), seq % 10 === 0 ? alarm(seq, seq++) : on(seq, seq++)], MONDAY);
    else void recorder.flush();
    for (const chunk of link.chunksAfter(read, 20)) {
      if (chunk.first_seq !== read + 1) strange++;
      read = chunk.last_seq;
      link.ack(link.epoch()!, read);
    }
    await new Promise(setImmediate);
  }
  t.equal(strange, 0);
  t.equal(link.acked(), read);
  t.same(
    values(path),
    Array.from({ length: read }, (_, i) => i + 1),
  );
  t.same(
    readdirSync(join(path, "..")).filter((name) => name.includes("aside")),
    [],
  );
});

t.test("commands and forgeries that piled up while the street side was down come sixteen a tick, and each is done once", async (t) => {
  const path = journal(t);
  await (await openRecorder(path, { unit: "A" })).close();
  const link = linkTo(t, path);
  for (let i = 0; i < 40; i++) t.ok(link.offer(request(`c${i}`), i + 1));
  let offered = 0;
  for (let i = 0; i < 100; i++) if (link.offer({ ...request(`${UNVERIFIED}f${i}`), refused: "the signature" }, 0)) offered++;
  t.equal(offered, UNVERIFIED_MAX, "more forgeries than these are not kept for it");

  const seen: string[] = [];
  for (let start = 0; start < 2; start++) {
    const recorder = await openRecorder(path, { unit: "A" });
    let most = 0;
    await until(() => {
      const requests = recorder.requests();
      most = Math.max(most, requests.length);
      seen.push(...requests.map((r) => r.id));
      if (requests.length > 0)
        recorder.append(
          requests.map((r) => result(seen.length, r.id)),
          MONDAY,
        );
      return start === 1 || seen.length === 40 + UNVERIFIED_MAX;
    });
    await recorder.close();
    t.ok(most <= 16);
  }
  t.equal(new Set(seen).size, 40 + UNVERIFIED_MAX);
  t.equal(seen.length, new Set(seen).size);
  t.ok(link.offer({ ...request(`${UNVERIFIED}later`), refused: "the signature" }, 0), "when they are recorded there is room for others");
});

t.test("what a command was answered is never dropped, however full it gets", async (t) => {
  const backlog = new Backlog(100);
  for (let seq = 1; seq <= 1_000; seq++) backlog.append(seq % 100 === 50 ? [alarm(seq), result(seq, `c${seq}`)] : [alarm(seq)], MONDAY);
  const kept = backlog.next(10_000).flatMap((item) => (item.kind === "entries" ? item.entries : []));
  t.equal(kept.filter((e) => e.code === CODE.commandResult).length, 10);
  t.ok(kept.length <= 100);
});

t.test(
  "a link that stands still in the middle of a write is a fault after some seconds, until a record is on the disk again",
  async (t) => {
    const path = journal(t);
    const recorder = await open(t, path, { batch_ms: 20 });
    recorder.append([alarm(100)], MONDAY);
    await recorder.flush();
    const other = new Sqlite(path);
    other.exec("BEGIN IMMEDIATE");
    const faults = new Set<string>();
    let gone = 0;
    const watch = setInterval(() => {
      const fault = recorder.status().fault ?? "";
      if (fault === "" && faults.size > 0) gone++;
      if (fault !== "") faults.add(fault);
      recorder.append([alarm(200)], MONDAY);
    }, 20);
    await until(() => [...faults].some((fault) => /taken nothing for 3 s/.test(fault)), 10_000);
    await until(() => [...faults].some((fault) => /another program holds the file \(SQLITE_BUSY\)/.test(fault)), 10_000);
    const { last_seq } = recorder.status();
    // Opened again by now, which proves nothing.
    await until(() => [...faults].some((fault) => /taken nothing for 4 s/.test(fault)) || gone > 0, 5_000).catch(() => {});
    t.equal(gone, 0, "it does not come and go with every try");
    other.exec("COMMIT");
    other.close();
    await until(() => recorder.status().last_seq > last_seq && recorder.status().fault === "", 10_000);
    clearInterval(watch);
    t.pass("and ends with the first record that is durable");
  },
);

/** The files of a journal that was made under this umask, with another mode than this. */
async function otherThan(t: Test, umask: number, wanted: string): Promise<readonly string[]> {
  const before = process.umask(umask);
  const path = journal(t);
  const recorder = await open(t, path);
  recorder.append([alarm(100)], MONDAY);
  await recorder.flush();
  process.umask(before);
  const modes = readdirSync(join(path, "..")).map((name) => `${name} ${(statSync(join(path, "..", name)).mode & 0o777).toString(8)}`);
  t.ok(modes.length >= 4);
  return modes.filter((each) => !each.endsWith(wanted));
}

t.test("nobody but its owner and group reads a journal, its log or what lies beside it", async (t) => {
  t.same(await otherThan(t, 0o000, "660"), []);
  t.same(await otherThan(t, 0o022, "640"), []);
});

t.test("the centre side, another user of the street side's group, may write all of a journal that the street side has made", async (t) => {
  const { 1: umask } = /^UMask=(\d+)$/m.exec(readFileSync("deploy/services/stopline-unit.service", "utf8"))!;
  t.same(await otherThan(t, Number.parseInt(umask!, 8), "660"), []);
});
