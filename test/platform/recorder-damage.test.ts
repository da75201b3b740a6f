import fs, {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import t, { type Test } from "tap";
import { gapOf } from "../../src/journal/body.ts";
import type { Chunk, LinkJournal, Request } from "../../src/journal/port.ts";
import { makeBeside, takePlace } from "../../src/platform/anew.ts";
import { KeptStore } from "../../src/platform/kept-store.ts";
import { openLinkJournal, openRecorder, readJournal } from "../../src/platform/recorder.ts";
import type { FromThread } from "../../src/platform/recorder-thread.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Entry, entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { until } from "./until.ts";

const MONDAY = WallTime(Date.UTC(2026, 0, 5));
/** Its value is its seq; its words can be found in the file. */
const marked = (seq: number): Entry => entry(Instant(seq * 1_000), CODE.alarmOn, 1, seq, `mark-${seq};`);
const request = (id: string): Request => ({ id, command: "place-call", args: '{"phase":2}', expires: MONDAY, refused: "" });
const chunks = (path: string): Chunk[] => [...readJournal(path)];
const gaps = (path: string) => chunks(path).flatMap((c) => gapOf(c.records) ?? []);
const PAGE = 4_096;

/** Page `page` of the file at `path`, from 0, goes bad. */
function spoil(path: string, page: number): void {
  writeSync(openSync(path, "r+"), Buffer.alloc(PAGE, 0xa5), 0, PAGE, page * PAGE);
}

/** The page that holds a marked record goes bad, as flash does: the last leaf with it, for a tree that grew leaves old bytes behind. */
function spoilRecord(path: string, seq: number): void {
  const TABLE_LEAF = 13;
  const file = readFileSync(path);
  const pages = Array.from({ length: file.length / PAGE }, (_, page) => page);
  const bytes = (page: number) => file.subarray(page * PAGE, (page + 1) * PAGE);
  spoil(path, pages.findLast((page) => bytes(page)[0] === TABLE_LEAF && bytes(page).includes(`mark-${seq};`))!);
}

/** A journal with the records 1 to `last`, acknowledged up to `acked`, whose counter is 41 and in whose inbox one command waits. */
function filled(t: Test, last: number, acked: number): { readonly path: string; readonly epoch: string } {
  const path = join(t.testdir(), "journal.db");
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  const { epoch } = kept.state;
  kept.use((store) => {
    for (let seq = 1; seq <= last; seq++) store.append([marked(seq)], MONDAY);
    store.commit();
  });
  const link = openLinkJournal(path);
  link.ack(epoch, acked);
  link.offer(request("waits"), 41);
  link.close();
  kept.close();
  return { path, epoch };
}

/** What is there from the seq after `after` on: every seq is a record, whose value it is, or in one gap. */
function account(path: string, after: number) {
  let [next, strange, kept] = [after + 1, 0, 0];
  const lost: string[] = [];
  for (const chunk of chunks(path)) {
    if (chunk.first_seq !== next && next !== after + 1) strange++;
    const gap = gapOf(chunk.records);
    if (gap !== null) lost.push(`${gap.from}-${gap.to}`);
    else for (const record of chunk.records) if (record.value === record.seq && record.seq > after) kept++;
    next = chunk.last_seq + 1;
  }
  return { strange, kept, lost, last: next - 1 };
}

function linkTo(t: Test, path: string): LinkJournal {
  const link = openLinkJournal(path);
  t.teardown(() => link.close());
  return link;
}

t.test("a page that went bad costs what was on it: the rest of what the brain does not have keeps its names", async (t) => {
  const { path, epoch } = filled(t, 1_000, 100);
  for (const seq of [50, 300, 600]) spoilRecord(path, seq);
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  t.match(kept.state, { epoch, opening: 1, session: 2, last_seq: 1_000 }, "nothing has met it yet");
  kept.check();
  t.match(kept.state, { epoch, opening: 2, session: 2, fault: "" }, "the street side goes on in its session");
  kept.use((store) => {
    store.append([marked(kept.state.last_seq + 1)], MONDAY);
    store.commit();
  });
  kept.close();
  const there = account(path, 100);
  t.equal(there.strange, 0);
  const ranges = there.lost.map((range) => range.split("-").map(Number) as [number, number]);
  const lost = (seq: number) => ranges.some(([from, to]) => from <= seq && seq <= to);
  t.same([lost(300), lost(600), lost(200), lost(450), lost(800)], [true, true, false, false, false]);
  const sum = ranges.reduce((all, [from, to]) => all + to - from + 1, 0);
  t.ok(sum < 250, `${sum - 1} of 900 records were on those pages`);
  t.equal(there.kept + sum, there.last - 100, "every seq is a record or in exactly one gap");
  t.match(gaps(path).at(-1), { from: 1_001, to: 1_001, reason: /file is broken .*put aside as .*journal\.db\.aside$/ });
  const link = linkTo(t, path);
  t.same([link.acked(), link.counter(), link.offered("waits")], [100, 41, true], "what the brain said and asked is still known");
  t.ok(existsSync(`${path}.aside`));
});

t.test("damage at the end of a journal leaves room for all that may have been there, so that no number is given out twice", async (t) => {
  const { path, epoch } = filled(t, 1_000, 100);
  spoilRecord(path, 1_000);
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  kept.close();
  const there = account(path, 100);
  t.match(kept.state, { epoch });
  t.equal(there.strange, 0);
  t.ok(there.last > 1_000 + 1, `goes on at ${there.last + 1}`);
  t.match(gaps(path).at(-1), { to: there.last, reason: /records \d+ to \d+ could not be read/ });
  t.equal(chunks(path).at(-1)!.records[0]!.value, 0, "how many they were nobody knows");
});

t.test("the link meets damage that the recorder has not: it says so, and the street side saves what can be read", async (t) => {
  const { path, epoch } = filled(t, 1_000, 0);
  const recorder = await openRecorder(path, { unit: "A" });
  const link = linkTo(t, path);
  t.equal(link.chunksAfter(0, 1).length, 1);
  spoilRecord(path, 500);
  recorder.append([marked(1_001)], MONDAY);
  await recorder.flush();
  // A new connection: what the old one holds in memory is still whole.
  const other = linkTo(t, path);
  t.equal(other.epoch(), epoch);
  t.throws(() => other.chunksAfter(0, 5_000), /journal\.db: the file is broken \(SQLITE_CORRUPT.*the street side is asked to save/);
  await until(() => existsSync(`${path}.aside`), 10_000);
  await until(() => recorder.status().last_seq === 1_002);
  t.match(recorder.status(), { epoch, session: 2, pending: 0, fault: "" });
  recorder.append([marked(1_003), marked(1_004)], MONDAY);
  t.equal(recorder.status().pending, 2, "the record of it is not taken for one of the street's");
  await recorder.flush();
  t.equal(recorder.status().last_seq, 1_004);
  await recorder.close();
  const there = account(path, 0);
  t.match(there, { strange: 0, last: 1_004 });
  t.same(there.lost.length, 2, "what was on the page, and why");
  t.ok(there.kept > 900);
  t.ok(other.chunksAfter(0, 5_000).length > 20);
});

t.test("a street side that meets damage itself saves what can be read at once, and loses nothing that it held", async (t) => {
  const { path, epoch } = filled(t, 1_000, 0);
  const recorder = await openRecorder(path, { unit: "A", batch_ms: 20 });
  const link = linkTo(t, path);
  // The table's last leaf, which every record that comes goes through; with an empty log, so that it is read from the file.
  const db = new Sqlite(path);
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
  spoilRecord(path, 1_000);
  for (let i = 0; i < 200 && !existsSync(`${path}.aside`); i++) {
    recorder.append([entry(Instant(2_000_000 + i), CODE.alarmOn, 2, i, "x".repeat(3_000))], MONDAY);
    await recorder.flush();
  }
  recorder.append([entry(Instant(3_000_000), CODE.alarmOn, 3)], MONDAY);
  await recorder.close();
  t.equal(link.epoch(), epoch);
  const there = account(path, 0);
  t.equal(there.strange, 0);
  const later = chunks(path).flatMap((c) => c.records.filter((r) => r.param >= 2));
  t.equal(later.at(-1)!.param, 3);
  t.same(
    later.slice(0, -1).map((r) => r.value),
    Array.from({ length: later.length - 1 }, (_, i) => later[0]!.value + i),
  );
});

t.test("a power cut while a broken journal gives way to a new one leaves either the old or the new one, whole", async (t) => {
  const { path, epoch } = filled(t, 1_000, 100);
  spoilRecord(path, 300);
  const anew = {
    unit: "A",
    created: MONDAY,
    epoch: "fresh",
    because: "the file is broken",
    known: { epoch: "", last_seq: 0, latched: "" },
    arrival: 0,
    renew: false,
  };
  const cuts: { readonly [when: string]: (at: string) => void } = {
    "before it is whole": (at) => copyFileSync(path, at) ?? writeSync(openSync(`${at}.new`, "w"), Buffer.alloc(100)),
    "when it is whole": () => {},
    "after the log was moved": (at) => existsSync(`${at}-wal`) && renameSync(`${at}-wal`, `${at}.aside-wal`),
    "after the old one was moved": (at) => renameSync(at, `${at}.aside`),
  };
  for (const [when, cut] of Object.entries(cuts)) {
    const at = join(t.testdirName, `${when.replaceAll(" ", "-")}.db`);
    copyFileSync(path, at);
    if (when !== "before it is whole") makeBeside(at, anew);
    cut(at);
    const kept = new KeptStore({ path: at, unit: "A" });
    kept.open();
    kept.check();
    kept.close();
    t.match(kept.state, { epoch, session: 2 }, when);
    const link = linkTo(t, at);
    t.same([link.counter(), link.acked(), link.offered("waits")], [41, 100, true], "with its counter: no old command is obeyed again");
    t.equal(account(at, 100).lost.length, 2, "and with records of what was lost");
    t.ok(existsSync(`${at}.aside`));
    t.notOk(existsSync(`${at}.new`));
  }
  takePlace(path);
  t.notOk(existsSync(`${path}.aside`), "and where none was made nothing is moved");
});

t.test("a card that lost records after the brain had them: a new epoch begins, with everything that is new", async (t) => {
  const { path, epoch } = filled(t, 100, 100);
  const link = linkTo(t, path);
  const recorder = await openRecorder(path, { unit: "A" });
  recorder.append([marked(101), marked(102)], MONDAY);
  await recorder.flush();
  t.ok(link.offer(request("taken"), 42));
  const taken: string[] = [];
  await until(() => {
    taken.push(...recorder.requests().map((r) => r.id));
    return taken.length === 2;
  });
  recorder.append([entry(Instant(200_000), CODE.detectorOn, 1, 103)], MONDAY);
  link.ack(epoch, 150);
  t.equal(link.acked(), 100);
  await until(() => recorder.status().epoch !== epoch, 10_000);
  await recorder.flush();
  t.match(recorder.status(), { session: 2, pending: 0, fault: "", last_seq: 4 });
  t.equal(link.acked(), 0);
  const [why, ...rest] = chunks(path);
  t.match(gapOf(why!.records), { from: 1, to: 1, reason: /had record 150 before it was here, where 102 is the last.*lost records/ });
  t.same(
    rest.flatMap((c) => c.records.map((r) => [c.epoch === link.epoch(), c.session, r.seq, r.value])),
    [
      [true, 2, 2, 101],
      [true, 2, 3, 102],
      [true, 2, 4, 103],
    ],
  );
  t.equal(link.counter(), 42);
  t.same(recorder.requests(), [], "a command that was taken is not taken again");

  const second = recorder.status().epoch;
  link.ack(second, 1_000_000);
  await recorder.close();
  const again = new KeptStore({ path, unit: "A" });
  again.open();
  again.renew();
  t.equal(again.state.epoch, second, "whoever only claims it gets a new epoch once a day");
  again.close();
});

/** From now on time in this thread runs ahead by what is asked for. */
function clock(t: Test): (ms: number) => void {
  const now = performance.now.bind(performance);
  let ahead = 0;
  Object.defineProperty(performance, "now", { value: () => now() + ahead, configurable: true });
  t.teardown(() => Reflect.deleteProperty(performance, "now"));
  return (ms) => {
    ahead += ms;
  };
}

const rename = renameSync;
/** What is done while the disk renames nothing. */
function withoutRenames(does: () => void): void {
  fs.renameSync = () => {
    throw Object.assign(new Error("EIO: i/o error, rename"), { code: "EIO" });
  };
  syncBuiltinESMExports();
  try {
    does();
  } finally {
    fs.renameSync = rename;
    syncBuiltinESMExports();
  }
}

t.test("lost records that show within a minute of a broken file cost a minute, not the records of a day", async (t) => {
  const ahead = clock(t);
  const { path, epoch } = filled(t, 1_000, 1_000);
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  spoilRecord(path, 300);
  t.ok(kept.check(), "a new file has taken its place");
  const link = linkTo(t, path);
  link.ack(epoch, 5_000);
  kept.renew();
  t.match(kept.state, { epoch, opening: 2 }, "the store goes on until then");
  ahead(61_000);
  kept.renew();
  t.match(kept.state, { opening: 3, fault: "" });
  t.not(kept.state.epoch, epoch);
  kept.close();
});

t.test("a new epoch that the disk did not take is tried again, not a day later but less and less often", async (t) => {
  const ahead = clock(t);
  const { path, epoch } = filled(t, 100, 100);
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  const link = linkTo(t, path);
  link.ack(epoch, 150);
  // A folder in the new file's place.
  mkdirSync(`${path}.aside`);
  const tries: boolean[] = [];
  for (let minute = 0; minute < 8; minute++) {
    kept.renew();
    tries.push(kept.state.opening === 0);
    kept.open();
    t.match(kept.state, { epoch, anew: "" });
    ahead(60_500);
  }
  t.same(tries, [true, true, false, true, false, false, false, true]);
  rmdirSync(`${path}.aside`);
  ahead(16 * 60_000);
  kept.renew();
  t.not(kept.state.epoch, epoch);
  kept.close();
});

t.test("damage that is found within a minute of the last is looked for again, not only the next day", async (t) => {
  const ahead = clock(t);
  const { path } = filled(t, 1_000, 0);
  const kept = new KeptStore({ path, unit: "A" });
  t.equal(kept.check(), false, "nothing is open that could be read");
  kept.open();
  spoilRecord(path, 300);
  t.ok(kept.check());
  kept.close();
  spoilRecord(path, 600);
  kept.open();
  t.equal(kept.check(), false);
  kept.open();
  ahead(61_000);
  t.ok(kept.check());
  t.match(kept.state, { fault: "" });
  t.ok(kept.check());
  kept.close();
});

t.test("a new epoch whose store opens only at the second try is numbered as the disk has it, and nothing is kept in memory", async (t) => {
  const { path, epoch } = filled(t, 100, 100);
  const link = linkTo(t, path);
  let thread: Worker | undefined;
  process.once("worker", (worker) => {
    thread = worker;
  });
  const recorder = await openRecorder(path, { unit: "A" });
  // What a thread says whose store was made anew and then could not be opened, before it could.
  const emit = thread!.emit.bind(thread!) as (event: string, ...args: unknown[]) => boolean;
  let closed = 0;
  thread!.emit = (event: string, ...args: unknown[]) => {
    const message = args[0] as FromThread;
    if (event === "message" && message.kind === "kept" && message.kept.epoch !== epoch && closed++ === 0)
      emit(event, { ...message, kept: { ...message.kept, opening: 0, last_seq: 0, fault: "the disk is full" } });
    return emit(event, ...args);
  };
  recorder.append([marked(101), marked(102)], MONDAY);
  await recorder.flush();
  link.ack(epoch, 150);
  await until(() => recorder.status().epoch !== epoch, 10_000);
  t.ok(closed > 0);
  recorder.append([marked(103)], MONDAY);
  await until(() => recorder.status().last_seq >= 4, 10_000);
  t.match(recorder.status(), { last_seq: 4, pending: 0 });
  await recorder.close();
  t.same(
    chunks(path)
      .slice(1)
      .flatMap((c) => c.records.map((r) => [r.seq, r.value])),
    [
      [2, 101],
      [3, 102],
      [4, 103],
    ],
    "each once",
  );
});

t.test("a disk that fails for a moment while a new journal takes its place does not cost the new journal", async (t) => {
  const { path, epoch } = filled(t, 1_000, 100);
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  spoilRecord(path, 300);
  withoutRenames(() => kept.check());
  t.match(kept.state, { opening: 0, anew: "" }, "nothing was put aside yet");
  t.ok(existsSync(`${path}.new`));
  // The power was cut between the two renames: the new one is the only good one.
  renameSync(path, `${path}.aside`);
  for (const end of ["-wal", "-shm"]) if (existsSync(path + end)) renameSync(path + end, `${path}.aside${end}`);
  // And it cannot be opened for a moment.
  mkdirSync(`${path}.new-wal`);
  kept.open();
  t.match(kept.state, { opening: 0, fault: /./ });
  t.ok(existsSync(`${path}.new`), "it is still there");
  rmdirSync(`${path}.new-wal`);
  kept.open();
  t.match(kept.state, { epoch, session: 2, opening: 2, anew: /file is broken .*put aside as/ });
  kept.close();
  t.ok(account(path, 100).kept > 700);
  t.equal(linkTo(t, path).counter(), 41);
});

const FAULT = '{"words":"conflict","channels":[1]}';
const faulty = entry(Instant(5_000_000), CODE.monitorFault, 0, 0, FAULT);

/** The file's first page goes bad, so that it says nothing any more, not even whose it was. */
function spoilHead(path: string): void {
  const db = new Sqlite(path);
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
  spoil(path, 0);
}

/** What the next life of the unit finds latched. */
function nextLife(path: string): string {
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  kept.close();
  return kept.state.latched;
}

t.test("of a journal that nobody can read any more the street side still knows what the monitor has latched", async (t) => {
  const ahead = clock(t);
  const { path, epoch } = filled(t, 100, 0);
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  const write = (what: Entry) =>
    kept.use((store) => {
      store.append([what], MONDAY);
      store.flush();
    });
  const goBad = () => {
    ahead(61_000);
    spoilHead(path);
    kept.use(() => {
      throw Object.assign(new Error("database disk image is malformed"), { code: "SQLITE_CORRUPT" });
    });
  };
  write(faulty);
  t.equal(kept.state.latched, FAULT);
  goBad();
  t.not(kept.state.epoch, epoch, "nothing of it could be read");
  t.match(kept.state, { opening: 2, latched: FAULT });
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  kept.use(() => {
    throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
  });
  t.match(kept.state, { opening: 0, latched: FAULT });
  kept.open();
  t.match(kept.state, { opening: 3, latched: FAULT }, "nor does it forget with the file");
  write(entry(Instant(6_000_000), CODE.monitorReset, 0));
  goBad();
  t.match(kept.state, { opening: 4, latched: "" }, "what was reset in the cabinet does not come back");
  write(faulty);
  goBad();
  kept.close();
  t.equal(nextLife(path), FAULT);
});

t.test("a disk that loses a latched fault after it had taken it gets it again with the new journal", async (t) => {
  const { path, epoch } = filled(t, 100, 0);
  const made = (latched: string, latchedThere: string) => {
    const db = new Sqlite(path);
    db.prepare("UPDATE store SET latched = ?").run(latchedThere);
    db.close();
    const known = { epoch, last_seq: 101, latched };
    return makeBeside(path, { unit: "A", created: MONDAY, epoch: "fresh", because: "", known, arrival: 0, renew: true }).latched;
  };
  t.equal(made(FAULT, ""), FAULT);
  t.equal(made("", FAULT), FAULT, "and one that the process does not know stands too");
  t.equal(made("", ""), "");
});

t.test(
  "a recorder thread that ends, and finds the journal unreadable when it comes back, is told what the monitor has latched",
  async (t) => {
    const { path, epoch } = filled(t, 100, 0);
    let thread: Worker | undefined;
    process.once("worker", (worker) => {
      thread = worker;
    });
    const recorder = await openRecorder(path, { unit: "A" });
    recorder.append([faulty], MONDAY);
    await recorder.flush();
    await thread!.terminate();
    spoilHead(path);
    await until(() => !["", epoch].includes(recorder.status().epoch), 10_000);
    t.equal(recorder.latched(), FAULT);
    await recorder.close();
    t.equal(nextLife(path), FAULT);
  },
);

t.test("a file that was cut short, wherever, is put aside or read as far as it goes, and the street side goes on", async (t) => {
  const ahead = clock(t);
  const { path } = filled(t, 1_000, 100);
  const whole = readFileSync(path);
  const sizes = [1, 15, 100, 511, 512, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 9 * PAGE + 77, whole.length - PAGE, whole.length - 1];
  for (const size of sizes) {
    const at = join(t.testdirName, `cut-${size}.db`);
    copyFileSync(path, at);
    truncateSync(at, size);
    const kept = new KeptStore({ path: at, unit: "A" });
    kept.open();
    kept.check();
    t.match(kept.state, { opening: Number, fault: "" }, `${size} bytes of ${whole.length}`);
    t.ok(kept.state.opening > 0);
    const { last_seq } = kept.state;
    kept.use((store) => {
      store.append([marked(last_seq + 1)], MONDAY);
      store.flush();
    });
    t.equal(kept.state.last_seq, last_seq + 1);
    kept.close();
    // One byte is an empty file to SQLite; one that lacks its last byte has all its pages.
    t.equal(existsSync(`${at}.aside`), size > 1 && size < whole.length - 1, "what is left of it can be looked at");
    t.equal(account(at, 100).strange, 0);
    ahead(61_000);
  }
});
