import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { decodeBody, gapOf } from "../../src/journal/body.ts";
import { LinkStore } from "../../src/journal/link-store.ts";
import { type Chunk, type Request, UNVERIFIED } from "../../src/journal/port.ts";
import { makeAnew } from "../../src/journal/salvage.ts";
import { storeOf } from "../../src/journal/schema.ts";
import { WriterStore } from "../../src/journal/store.ts";
import { openDatabase } from "../../src/platform/database.ts";
import { openJournal, openLinkJournal, readJournal } from "../../src/platform/journal-file.ts";
import { openSyncRecorder } from "../../src/platform/sync-recorder.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Entry, entry, inputEntry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

const MONDAY = WallTime(Date.UTC(2026, 0, 5));
const on = (at: number, detector = 1): Entry => entry(Instant(at), CODE.detectorOn, detector);
const result = (at: number, id: string, refused = ""): Entry =>
  entry(Instant(at), CODE.commandResult, 0, 0, JSON.stringify({ id, command: "set-pattern", done: refused === "", refused }));
const request = (id: string): Request => ({ id, command: "set-pattern", args: '{"pattern":2}', expires: MONDAY, refused: "" });

/** A unit's store and its link's, in one file. */
function stores(t: Test, pages_max?: number) {
  const path = join(t.testdir(), "journal.db");
  const db = openDatabase(path, "recorder", pages_max === undefined ? {} : { pages_max });
  const store = new WriterStore(db, { unit: "A", epoch: "e1", created: MONDAY });
  const linkDb = openDatabase(path, "link");
  const link = LinkStore.of(linkDb, null)!;
  t.teardown(() => {
    link.close();
    db.close();
  });
  const chunks = (after = 0): Chunk[] => link.chunksAfter(after, 100_000).map((c) => decodeBody(c.body));
  return { path, db, linkDb, store, link, chunks };
}

t.test("records lie in chunks of ten seconds, by their own time", async (t) => {
  const { store, chunks } = stores(t);
  for (let at = 0; at <= 25_000; at += 500) store.append([on(at), inputEntry(Instant(at), CODE.inputOn, 1, 1, "é")], MONDAY);
  store.flush();
  t.same(
    chunks().map((c) => [c.first_seq, c.last_seq, c.records[0]!.at]),
    [
      [1, 40, 0],
      [41, 80, 10_000],
      [81, 102, 20_000],
    ],
  );
  t.match(chunks()[0], { unit: "A", epoch: "e1", session: 1, wall_base: MONDAY });
  t.same(chunks()[0]!.records[1], { ...inputEntry(Instant(0), CODE.inputOn, 1, 1, "é"), seq: 2 });
});

t.test("what must survive the next second closes its chunk, together with its tick", async (t) => {
  const { store, chunks } = stores(t);
  store.append([on(100)], MONDAY);
  t.equal(store.closed, 0);
  store.append([on(200), entry(Instant(200), CODE.monitorFault, 0), on(200, 2)], MONDAY);
  t.ok(store.urgent);
  store.commit();
  t.same(
    chunks().map((c) => c.records.map((r) => r.code)),
    [[CODE.detectorOn, CODE.detectorOn, CODE.monitorFault, CODE.detectorOn]],
  );
});

t.test("a burst is cut into chunks that every broker takes", async (t) => {
  const { store, chunks } = stores(t);
  store.append(
    Array.from({ length: 5_000 }, () => on(100)),
    MONDAY,
  );
  store.flush();
  t.same(
    chunks().map((c) => [c.first_seq, c.last_seq]),
    [
      [1, 2_000],
      [2_001, 4_000],
      [4_001, 5_000],
    ],
  );
});

t.test("a chunk with many words in it is closed by its bytes, so that a broker's 256 KB are never reached", async (t) => {
  const { store, link } = stores(t);
  const id = "é".repeat(32);
  for (let tick = 0; tick < 10; tick++)
    store.append(
      Array.from({ length: 1_500 }, (_, i) => result(tick, `${id}-${tick}-${i}`)),
      MONDAY,
    );
  store.append([entry(Instant(0), CODE.sessionStart, 0, 0, "x".repeat(100_000)), on(100)], MONDAY);
  store.flush();
  const stored = link.chunksAfter(0, 1_000);
  const sizes = stored.map((c) => c.body.length).sort((a, b) => b - a);
  t.ok(sizes[0]! > 100_000 && sizes[0]! < 100_200, "a single record with more is a chunk of its own");
  t.ok(sizes[1]! <= 65_536, `${sizes[1]} bytes at most`);
  t.equal(stored.at(-1)!.last_seq, 15_002);
});

t.test("whatever happens in one tick, each of its commands has its result, so none is done again at the next start", async (t) => {
  const { store, link } = stores(t);
  for (let i = 0; i < 3_000; i++) link.offer(request(`c${i}`), i + 1);
  store.append(Array.from({ length: 3_000 }, (_, i) => [on(100), result(100, `c${i}`)]).flat(), MONDAY);
  t.ok(store.closed > 2 && store.urgent);
  store.commit();
  t.same(store.requestsAfter(0), []);
  t.match(link.result("c2999"), { done: true });
});

t.test("forgeries push no result of the brain's own commands out, and are not answered", async (t) => {
  const { store, link, db } = stores(t);
  link.offer(request("true"), 1);
  store.append([result(100, "true")], MONDAY);
  for (let i = 0; i < 2_500; i++) {
    if (!link.offer({ ...request(`${UNVERIFIED}f${i}`), refused: "the signature" }, 0)) t.fail(`forgery ${i} found no room`);
    store.append([result(200, `${UNVERIFIED}f${i}`, "the signature")], MONDAY);
    store.commit();
  }
  t.match(link.result("true"), { done: true });
  t.equal(link.result(`${UNVERIFIED}f2499`), null);
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  t.ok(count("strangers") <= 101 && count("inbox") <= 3, "nor do they fill the store");
  t.notOk(
    link.offer({ ...request(`${UNVERIFIED}f2499`), refused: "the signature" }, 0),
    "one that was recorded just now is not recorded again",
  );
});

t.test("a commit reaches the disk, not only the computer's memory", async (t) => {
  const { db, linkDb } = stores(t);
  const FULL = 2;
  for (const each of [db, linkDb]) {
    t.equal(each.pragma("synchronous", { simple: true }), FULL);
    t.equal(each.pragma("journal_mode", { simple: true }), "wal");
    t.equal(each.pragma("mmap_size", { simple: true }) ?? 0, 0, "mapped memory and a reset log have broken databases before");
  }
});

t.test("the brain's acknowledgements go forward, within their epoch and within what was recorded", async (t) => {
  const { store, link } = stores(t);
  for (let at = 0; at < 30_000; at += 1_000) store.append([on(at)], MONDAY);
  store.flush();
  t.equal(link.acked(), 0);
  for (const [epoch, seq, acked] of [
    ["e1", 12, 12],
    ["e1", 5, 12],
    ["e0", 25, 12],
    ["e1", 31, 12],
    ["e1", 30, 30],
  ] as const) {
    link.ack(epoch, seq);
    t.equal(link.acked(), acked, `after ${seq} of ${epoch}`);
  }
  t.equal(store.beyond(), 31, "what was not there yet is kept in mind, also when it is there");
  store.append([on(30_000), on(31_000)], MONDAY);
  store.flush();
  link.ack("e1", 40);
  t.equal(store.beyond(), 31);
});

t.test("the cursor gives the chunk that it stands in, and what follows", async (t) => {
  const { store, link } = stores(t);
  for (let at = 0; at < 30_000; at += 1_000) store.append([on(at)], MONDAY);
  store.flush();
  const firsts = (after: number, limit: number) => link.chunksAfter(after, limit).map((c) => c.first_seq);
  t.same(firsts(0, 10), [1, 11, 21]);
  t.same(firsts(9, 10), [1, 11, 21]);
  t.same(firsts(10, 1), [11]);
  t.same(firsts(15, 10), [11, 21]);
  t.same(firsts(30, 10), []);
  t.equal(link.last_seq(), 30);
});

t.test("a command is in the inbox until its result is recorded, and its result stays", async (t) => {
  const { store, link } = stores(t);
  t.ok(link.offer(request("a"), 0));
  t.ok(link.offer(request("b"), 0));
  t.notOk(link.offer(request("a"), 0), "a repeated id is known");
  const [a, b] = store.requestsAfter(0);
  t.same([a?.request, b?.request], [request("a"), request("b")]);
  t.same(store.requestsAfter(a!.arrival), [b]);
  store.append([result(5_000, "a", "the pattern is not there")], MONDAY);
  store.commit();
  t.same(store.requestsAfter(0), [b]);
  t.same(link.result("a"), {
    id: "a",
    command: "set-pattern",
    done: false,
    refused: "the pattern is not there",
    wall: MONDAY + 5_000,
  });
  t.equal(link.result("b"), null);
  t.notOk(link.offer(request("a"), 0), "still known afterwards");
  link.offer(request("c"), 7);
  link.offer(request("d"), 3);
  t.equal(link.counter(), 7, "the counter does not go back");
  link.offer(request("a"), 9);
  t.equal(link.counter(), 7, "and only a command that is taken raises it");
});

t.test("the inbox does not grow, and nothing that is done comes back", async (t) => {
  const { store, link, db } = stores(t);
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  for (let i = 0; i < 2_500; i++) {
    link.offer(request(`c${i}`), 0);
    if (i % 100 === 0) continue;
    store.append([result(i, `c${i}`)], MONDAY);
    if (i % 50 === 49) store.commit();
  }
  store.commit();
  t.ok(count("inbox") <= 1_100, `${count("inbox")} requests are kept`);
  t.ok(count("results") <= 1_100, `${count("results")} results are kept`);
  t.equal(store.requestsAfter(0).length, 25, "those without a result are still asked for");
  t.equal(count("inbox") - 25 <= count("results"), true, "no request outlives its result");
});

t.test("a full store drops what the brain has, without a word", async (t) => {
  const { store, link, chunks } = stores(t, 40);
  let seq = 0;
  for (let at = 0; at < 40_000_000; at += 1_000) {
    store.append([on(at), on(at + 1), on(at + 2)], MONDAY);
    seq += 3;
    if (store.closed > 0) {
      store.commit();
      link.ack("e1", store.last_seq);
    }
  }
  store.flush();
  t.same(
    chunks().flatMap((c) => gapOf(c.records) ?? []),
    [],
  );
  t.ok(chunks()[0]!.first_seq > 1, "the oldest are gone");
  t.equal(chunks().at(-1)!.last_seq, seq, "the newest are there");
});

t.test("a full store drops the oldest of what the brain does not have, and a gap record stands in their place", async (t) => {
  const { path, store, link, chunks } = stores(t, 40);
  let seq = 0;
  for (let at = 0; at < 40_000_000; at += 1_000) {
    store.append([on(at), on(at + 1), on(at + 2)], MONDAY);
    seq += 3;
    if (store.closed > 0) store.commit();
    if (seq === 300) link.ack("e1", 150);
  }
  store.flush();
  const [gap, ...rest] = chunks();
  t.equal(gap!.records.length, 1);
  t.match(gapOf(gap!.records), { from: 151, reason: /full/ }, "the brain had the first 150");
  t.same([gap!.first_seq, gap!.last_seq, gap!.records[0]!.value], [151, gapOf(gap!.records)!.to, gap!.last_seq - 150]);
  t.same([gap!.session, gap!.wall_base], [1, MONDAY]);
  let next = gap!.last_seq + 1;
  for (const chunk of rest) {
    t.equal(chunk.first_seq, next);
    next = chunk.first_seq + chunk.records.length;
  }
  t.equal(next - 1, seq, "from there on every record is kept, down to the newest");
  t.ok(seq - gap!.last_seq > 3_000, `${seq - gap!.last_seq} records are kept`);
  const reader = openJournal(path);
  t.match(reader.summary(), { acked: 150, last_seq: seq, gaps: [{ from: 151, to: gap!.last_seq, dropped: gap!.last_seq - 150 }] });
  reader.close();
});

t.test("of a full store the oldest counts go first: what was committed at once stays through an outage of months", async (t) => {
  const { store, chunks } = stores(t, 60);
  const faults: number[] = [];
  for (let at = 0; at < 40_000_000; at += 1_000) {
    store.append([on(at), on(at + 1), on(at + 2)], MONDAY);
    if (at % 1_000_000 === 500_000) {
      store.append([entry(Instant(at + 3), CODE.deviceLost, 1, at)], MONDAY);
      faults.push(at);
    }
    if (store.closed >= 32) store.commit();
  }
  store.flush();
  const records = chunks().flatMap((c) => c.records);
  t.same(
    records.filter((r) => r.code === CODE.deviceLost).map((r) => r.value),
    faults,
    "every fault of it is there",
  );
  let next = 1;
  for (const chunk of chunks()) {
    t.equal(chunk.first_seq, next, "and gap records stand for all that is between them");
    next = chunk.last_seq + 1;
  }
  const kept = records.filter((r) => r.code === CODE.detectorOn).length;
  const dropped = chunks().reduce((sum, c) => sum + (gapOf(c.records) === null ? 0 : c.records[0]!.value), 0);
  t.equal(kept + dropped + faults.length, store.last_seq);
  t.ok(kept > 3_000, `${kept} counts are kept, the newest of them`);
});

t.test("something that flaps through an outage leaves most of the store to what else happens", async (t) => {
  const { store, chunks } = stores(t, 60);
  for (let at = 0; at < 20_000_000; at += 1_000) {
    const flaps = at < 15_000_000;
    store.append([flaps ? entry(Instant(at), CODE.deviceLost, 1, at, "x".repeat(60)) : on(at)], MONDAY);
    if (store.closed >= 32) store.commit();
  }
  store.flush();
  const bytes = (code: number) => chunks().filter((c) => c.records.some((r) => r.code === code)).length;
  t.ok(bytes(CODE.detectorOn) >= 499, "all of the hour after it is there");
  t.ok(bytes(CODE.deviceLost) > 100, "and what it left room for");
});

t.test("the same simulated day gives the same file, byte for byte, and nothing beside it", async (t) => {
  const dir = t.testdir();
  const day = (name: string) => {
    const recorder = openSyncRecorder(join(dir, name), { unit: "A", epoch: "sim-7" });
    let seen = 0;
    for (let at = 100; at <= 8_640_000; at += 100) {
      const tick = [on(at, 1 + (at % 8)), inputEntry(Instant(at), CODE.inputOff, 1 + (at % 64), 1)];
      if (at % 100_000 === 0) tick.push(entry(Instant(at), CODE.volumeOccupancy, 3, at % 40, JSON.stringify({ at })));
      if (at % 777_700 === 0) tick.push(entry(Instant(at), CODE.patternChanged, 2), result(at, `c${at}`));
      recorder.append(tick, MONDAY);
      seen += tick.length;
    }
    recorder.close();
    t.match(recorder.status(), { epoch: "sim-7", session: 1, last_seq: seen, pending: 0 });
    return createHash("sha256")
      .update(readFileSync(join(dir, name)))
      .digest("hex");
  };
  t.equal(day("a.db"), day("b.db"));
  t.same(readdirSync(dir).sort(), ["a.db", "b.db"]);
  const reader = openJournal(join(dir, "a.db"));
  let next = 1;
  for (const chunk of reader.chunks(0)) for (const record of chunk.records) if (record.seq === next) next++;
  t.equal(next - 1, reader.summary().last_seq);
  reader.close();
  t.same(readdirSync(dir).sort(), ["a.db", "b.db"], "nor does reading it leave anything");
});

t.test("a link that comes before the street side finds an empty journal, and the store when it is there", async (t) => {
  const path = join(t.testdir(), "journal.db");
  const link = openLinkJournal(path);
  t.teardown(() => link.close());
  t.same([link.epoch(), link.last_seq(), link.chunksAfter(0, 10), link.acked()], [null, 0, [], 0]);
  link.ack("e1", 5);
  t.same([link.offer(request("early"), 0), link.result("early"), link.counter()], [false, null, 0]);
  t.notOk(existsSync(path), "it does not make one");
  const db = openDatabase(path, "recorder");
  t.equal(link.epoch(), null, "an empty file is none yet");
  const store = new WriterStore(db, { unit: "A", epoch: "e1", created: MONDAY });
  store.append([on(100)], MONDAY);
  store.flush();
  t.same([link.epoch(), link.last_seq()], ["e1", 1]);
  db.close();
});

t.test("a link does not deliver the journal that another unit left in its place", async (t) => {
  const path = join(t.testdir(), "journal.db");
  const db = openDatabase(path, "recorder");
  const store = new WriterStore(db, { unit: "OLD-001", epoch: "e1", created: MONDAY });
  store.append([on(100)], MONDAY);
  store.flush();
  db.close();
  const link = openLinkJournal(path, "NEW-001");
  t.teardown(() => link.close());
  t.same([link.epoch(), link.last_seq(), link.chunksAfter(0, 10)], [null, 0, []]);
  rmSync(path);
  const own = openDatabase(path, "recorder");
  t.teardown(() => own.close());
  new WriterStore(own, { unit: "NEW-001", epoch: "e2", created: MONDAY }).flush();
  t.equal(link.epoch(), "e2", "its own is found when it is there");
});

t.test("a monitor fault stands in the store until its reset, however many records are dropped and lives begun", async (t) => {
  const { store, path, db } = stores(t, 64);
  t.equal(store.latched, "");
  const fault = entry(Instant(100), CODE.monitorFault, 0, 0, '{"words":"conflict","channels":[1]}');
  store.append([fault], MONDAY);
  store.commit();
  for (let at = 1_000; at < 400_000; at += 100) {
    store.append([entry(Instant(at), CODE.alarmOn, 1, at, "x".repeat(100))], MONDAY);
    store.commit();
  }
  t.equal(
    [...readJournal(path)].some((c) => c.records.some((r) => r.code === CODE.monitorFault)),
    false,
    "its record was dropped",
  );
  const next = () => new WriterStore(db, { unit: "A", epoch: "e2", created: MONDAY });
  t.equal(next().latched, fault.detail);
  const later = next();
  t.equal(later.latched, fault.detail);
  later.append([fault, entry(Instant(200), CODE.monitorReset, 0)], MONDAY);
  later.commit();
  t.equal(next().latched, "");
  later.append([entry(Instant(300), CODE.monitorFault, 0)], MONDAY);
  later.commit();
  t.not(next().latched, "", "one without words is a fault all the same");
});

t.test("a store that is made anew of a broken or spoilt one still knows what the monitor had latched", async (t) => {
  const { store, db } = stores(t);
  store.append([entry(Instant(100), CODE.monitorFault, 0, 0, '{"words":"conflict","channels":[1]}')], MONDAY);
  store.commit();
  for (const renew of [false, true]) {
    const made = openDatabase(join(t.testdir(), `new-${renew}.db`), "recorder");
    t.teardown(() => made.close());
    const known = { epoch: "e1", last_seq: store.last_seq, latched: "" };
    makeAnew(made, db, { unit: "A", created: MONDAY, epoch: "e2", because: "", known, arrival: 0, renew, carry: true });
    t.equal(storeOf(made)?.latched, '{"words":"conflict","channels":[1]}');
  }
});
