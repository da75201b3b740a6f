import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import t, { type Test } from "tap";
import { gapOf } from "../../src/journal/body.ts";
import { storeOf } from "../../src/journal/schema.ts";
import { makeBeside, takePlace } from "../../src/platform/anew.ts";
import { openJournal, openLinkJournal, readJournal } from "../../src/platform/journal-file.ts";
import { KeptStore } from "../../src/platform/kept-store.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Entry, entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { makeVersion2, type Old } from "./version-2.ts";

const MONDAY = WallTime(Date.UTC(2026, 0, 5));
const FAULT = '{"words":"conflicting movements","channels":[2,4]}';
const on = (seq: number): Entry => entry(Instant(seq * 100), CODE.detectorOn, 1, seq);
const fault = (at: number, detail = FAULT): Entry => entry(Instant(at), CODE.monitorFault, 0, 0, detail);
const hundreds = (n: number, session: number): Old["chunks"] =>
  Array.from({ length: n }, (_, i) => ({ session, at_once: false, entries: Array.from({ length: 100 }, (_, k) => on(100 * i + k + 1)) }));

function old(t: Test, chunks: Old["chunks"], acked = 0): string {
  const path = join(t.testdir(), "journal.db");
  makeVersion2(path, { unit: "A", epoch: "e1", created: MONDAY, acked, chunks });
  return path;
}

function kept(t: Test, path: string, pages_max?: number): KeptStore {
  const store = new KeptStore({ path, unit: "A", ...(pages_max === undefined ? {} : { pages_max }) });
  store.open();
  t.teardown(() => store.close());
  return store;
}

const seqs = (path: string): number[] => [...readJournal(path)].flatMap((c) => c.records.map((r) => r.seq));
const version = (path: string): unknown => {
  const db = new Sqlite(path, { readonly: true });
  const version = db.pragma("user_version", { simple: true });
  db.close();
  return version;
};

t.test("an update keeps what a unit could not send: every record, how far the brain has come, commands and their counter", (t) => {
  const path = old(t, hundreds(5, 3), 180);
  const before = [...readJournal(path)];
  const store = kept(t, path);
  t.match(store.state, { epoch: "e1", session: 4, last_seq: 500, fault: "", latched: "", anew: "", added: 0 });
  t.equal(version(path), 4);
  t.notOk(existsSync(`${path}.aside`));
  t.same([...readJournal(path)], before);
  t.same(
    store.requestsAfter(0).map(({ request }) => request.id),
    ["waits"],
  );
  const link = openLinkJournal(path);
  t.teardown(() => link.close());
  t.equal(link.acked(), 180);
  t.equal(link.counter(), 41);
  t.match(link.result("done"), { done: true });
  store.use((writer) => {
    writer.append([on(501), fault(50_200)], MONDAY);
    writer.flush();
  });
  t.same(
    seqs(path),
    Array.from({ length: 502 }, (_, i) => i + 1),
    "and the next record has the next number",
  );
  link.ack("e1", 502);
  t.equal(link.acked(), 502);
  store.close();
  t.match(kept(t, path).state, { session: 5, latched: FAULT });
  t.end();
});

t.test("a power cut in the middle of it leaves the old tables whole, and the next start does it", (t) => {
  const path = old(t, hundreds(2, 1));
  const db = new Sqlite(path);
  db.exec("CREATE TRIGGER cut BEFORE UPDATE ON store BEGIN SELECT RAISE(ABORT, 'the power goes'); END");
  db.close();
  const store = kept(t, path);
  t.match(store.state, { opening: 0, fault: /SQLITE_CONSTRAINT_TRIGGER/ });
  t.equal(version(path), 2);
  const again = new Sqlite(path);
  t.same(
    (again.pragma("table_info(store)") as { name: string }[]).map(({ name }) => name),
    ["unit", "epoch", "created", "session", "renewed"],
  );
  again.exec("DROP TRIGGER cut");
  again.close();
  store.open();
  t.match(store.state, { session: 2, last_seq: 200, fault: "" });
  t.end();
});

t.test("a journal that an outage has filled to its bound gives no record up for an update", (t) => {
  const path = old(t, [...hundreds(60, 1), { session: 1, at_once: true, entries: [fault(600_100)] }]);
  const db = new Sqlite(path);
  const pages = db.pragma("page_count", { simple: true }) as number;
  t.equal(db.pragma("freelist_count", { simple: true }), 0);
  db.close();
  t.match(kept(t, path, pages).state, { session: 2, last_seq: 6_001, fault: "", latched: FAULT });
  t.equal(seqs(path).length, 6_001);
  const after = new Sqlite(path, { readonly: true });
  t.equal(after.pragma("page_count", { simple: true }), pages);
  after.close();
  t.end();
});

t.test("a fault of the conflict monitor that stood when the update came stands after it; one that a restart had ended does not", (t) => {
  const now = { at_once: true, entries: [on(1), fault(200)] };
  const later = { session: 2, at_once: true, entries: [entry(Instant(0), CODE.sessionStart, 0)] };
  t.equal(kept(t, old(t, [{ session: 1, ...now }])).state.latched, FAULT);
  t.equal(kept(t, old(t, [{ session: 1, ...now }, later])).state.latched, "");
  const both = [{ session: 2, at_once: true, entries: [fault(300, "")] }, ...hundreds(1, 2)];
  t.equal(kept(t, old(t, [{ session: 1, ...now }, later, ...both])).state.latched, "{}", "one without words is a fault all the same");
  t.end();
});

t.test("link and technician read the old journal before the street side has opened it", (t) => {
  const path = old(t, [...hundreds(1, 1), { session: 1, at_once: true, entries: [fault(20_000)] }], 40);
  const link = openLinkJournal(path);
  t.teardown(() => link.close());
  t.equal(link.epoch(), "e1");
  t.equal(link.last_seq(), 101);
  link.ack("e1", 60);
  const reader = openJournal(path);
  t.match(reader.summary(), { acked: 60, last_seq: 101, latched: FAULT });
  reader.close();
  t.equal(version(path), 2, "reading changes nothing");
  kept(t, path);
  t.equal(link.acked(), 60, "a link that has it open goes on");
  link.ack("e1", 101);
  t.equal(link.acked(), 101);
  t.end();
});

t.test("of an old journal that is broken as well, what can be read is carried over with its fault", (t) => {
  const path = old(t, [...hundreds(9, 1), { session: 1, at_once: true, entries: [fault(90_100)] }], 100);
  const made = makeBeside(path, {
    unit: "A",
    epoch: "e2",
    created: MONDAY,
    because: "it was broken",
    known: { epoch: "", last_seq: 0, latched: "" },
    arrival: 0,
    renew: false,
  });
  t.match(made, { epoch: "e1", latched: FAULT });
  takePlace(path);
  t.equal(version(path), 4);
  t.same(
    [...readJournal(path)].flatMap((c) => (gapOf(c.records) === null ? c.records.map((r) => r.seq) : [])),
    Array.from({ length: 801 }, (_, i) => i + 101),
  );
  t.end();
});

t.test("tables of a version that nobody knows yet are put aside, as before", (t) => {
  const path = old(t, hundreds(1, 1));
  const db = new Sqlite(path);
  db.pragma("user_version = 9");
  t.throws(() => storeOf(db), { message: "its tables are version 9, this program knows 2 to 4" });
  db.close();
  t.match(kept(t, path).state, { fault: "", anew: /version 9/ });
  t.ok(existsSync(`${path}.aside`));
  t.end();
});

t.test(
  "a release that falls back over newer tables still knows what the conflict monitor has latched, and which commands are stale",
  (t) => {
    const path = old(t, [...hundreds(1, 1), { session: 1, at_once: true, entries: [fault(20_000)] }], 40);
    const newer = kept(t, path);
    t.equal(newer.state.latched, FAULT);
    newer.close();
    const link = openLinkJournal(path, "A");
    link.offer({ id: "c-1", command: "place-call", args: "{}", expires: MONDAY, refused: "" }, 41);
    link.close();
    rmSync(`${path}.counter`, { force: true });
    const db = new Sqlite(path);
    db.exec("ALTER TABLE chunks ADD COLUMN place INTEGER");
    db.pragma("user_version = 9");
    db.close();
    t.match(kept(t, path).state, { fault: "", anew: /version 9/, latched: FAULT });
    const after = openLinkJournal(path, "A");
    t.equal(after.counter(), 41);
    after.close();
    t.end();
  },
);
