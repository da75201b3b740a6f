import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import t, { type Test } from "tap";
import { gapOf } from "../../src/journal/body.ts";
import type { Chunk } from "../../src/journal/port.ts";
import { doubted } from "../../src/platform/doubt.ts";
import { openJournal, openLinkJournal, readJournal } from "../../src/platform/journal-file.ts";
import { KeptStore } from "../../src/platform/kept-store.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Entry, entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";

const MONDAY = WallTime(Date.UTC(2026, 0, 5));
const on = (seq: number): Entry => entry(Instant(seq * 100), CODE.detectorOn, 1, seq);

/** A journal of 20 chunks with 100 records each, closed. */
function journal(t: Test, dir = t.testdir()): string {
  const path = join(dir, "journal.db");
  const store = kept(t, path);
  store.use((writer) => {
    for (let seq = 1; seq <= 2_000; seq++) writer.append([on(seq)], MONDAY);
    writer.flush();
  });
  store.close();
  return path;
}

function kept(t: Test, path: string): KeptStore {
  const store = new KeptStore({ path, unit: "A" });
  store.open();
  t.teardown(() => store.close());
  return store;
}

/** Flips one bit of the file. */
function flip(path: string, at: number, bit: number): void {
  const fd = openSync(path, "r+");
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, at);
  writeSync(fd, Buffer.of(byte[0]! ^ (1 << bit)), 0, 1, at);
  closeSync(fd);
}

/** Where in the file the chunk that begins with `seq` has its body's bytes, all of them in one page. */
function placeOf(path: string, seq: number): number {
  const db = new Sqlite(path, { readonly: true });
  const body = db.prepare<[number], Buffer>("SELECT body FROM chunks WHERE first_seq = ?").pluck().get(seq)!;
  db.close();
  const fd = openSync(path, "r");
  const file = Buffer.alloc(fstatSync(fd).size);
  readSync(fd, file, 0, file.length, 0);
  closeSync(fd);
  // Of a body that goes on in other pages only the beginning lies here.
  return file.indexOf(body.subarray(0, 64)) + 40;
}

const gapsOf = (chunks: readonly Chunk[]) => chunks.flatMap((chunk) => gapOf(chunk.records) ?? []);

t.test("a bit that flips inside a record on the flash is found by who reads it, and a gap record says which records that were", (t) => {
  const path = journal(t);
  flip(path, placeOf(path, 501), 3);
  const db = new Sqlite(path, { readonly: true });
  t.equal(db.pragma("quick_check", { simple: true }), "ok", "the file's own structure is whole");
  db.close();
  const link = openLinkJournal(path, "A");
  t.teardown(() => link.close());
  t.equal(link.chunksAfter(300, 64).at(-1)?.last_seq, 500, "what lies before it can be sent");
  t.throws(() => link.chunksAfter(500, 64), /records 501 to 600 are not what was written; the street side is asked/);
  t.ok(doubted(path), "and it is asked");
  t.match(gapsOf([...readJournal(path)]), [{ from: 501, to: 600, reason: /has changed there/ }], "a person who reads it is told too");

  const store = kept(t, path);
  t.ok(store.check());
  t.equal(store.mend(0, 3), 201, "so many at a time");
  t.equal(store.mend(201, 64), null);
  t.match(store.state, { fault: "", anew: "", last_seq: 2_000 }, "nothing is put aside for it");
  t.match(gapsOf([...readJournal(path)]), [{ from: 501, to: 600, reason: /had changed there since it was written/ }]);
  t.equal(link.chunksAfter(500, 1)[0]?.last_seq, 600, "the brain gets the gap in its place");
  const seqs = [...readJournal(path)].filter((chunk) => gapOf(chunk.records) === null).flatMap((chunk) => chunk.records.map((r) => r.seq));
  t.same(seqs.length, 1_900, "and every other record");
  t.end();
});

t.test("a unit whose last record's bytes have changed goes on with the next number all the same", (t) => {
  const path = journal(t);
  const db = new Sqlite(path);
  db.prepare("UPDATE chunks SET last_seq = 1950 WHERE first_seq = 1901").run();
  db.close();
  const store = kept(t, path);
  store.use((writer) => {
    writer.append([on(2_001)], MONDAY);
    writer.flush();
  });
  const chunks = [...readJournal(path)];
  t.match(gapsOf(chunks), [{ from: 1_901 }]);
  const given = new Set<number>();
  for (const { first_seq, last_seq } of chunks)
    for (let seq = first_seq; seq <= last_seq; seq++) {
      t.notOk(given.has(seq), `record ${seq} is there once`);
      given.add(seq);
    }
  t.ok(chunks.at(-1)!.first_seq > 2_000, "no number that the brain may have is given again");
  t.end();
});

t.test("a full journal whose oldest records have changed makes room for new ones", (t) => {
  const path = join(t.testdir(), "journal.db");
  const store = new KeptStore({ path, unit: "A", pages_max: 40 });
  store.open();
  t.teardown(() => store.close());
  const record = (from: number, to: number) => {
    for (let seq = from; seq <= to; seq++) {
      store.use((writer) => writer.append([entry(Instant(seq * 100), CODE.detectorOn, 1, seq, "x".repeat(200))], MONDAY));
      if (seq % 50 === 0) store.use((writer) => writer.flush());
    }
  };
  record(1, 300);
  store.close();
  flip(path, placeOf(path, 51), 0);
  store.open();
  record(301, 2_000);
  t.match(store.state, { fault: "", anew: "", last_seq: 2_000 });
  t.end();
});

t.test("bits that flip anywhere in a journal: each record is what was written, or a gap record stands for it", (t) => {
  const roll = dice(11);
  const dir = t.testdir();
  const path = journal(t, dir);
  const written = new Map([...readJournal(path)].flatMap(({ epoch, records }) => records.map((r) => [`${epoch} ${r.seq}`, r])));
  const fd = openSync(path, "r");
  const whole = Buffer.alloc(fstatSync(fd).size);
  readSync(fd, whole, 0, whole.length, 0);
  closeSync(fd);
  let [mended, anew] = [0, 0];
  for (let i = 0; i < 60; i++) {
    const at = openSync(path, "w");
    writeSync(at, whole);
    closeSync(at);
    // One in each of three places: structure, bodies and rows alike.
    for (let n = 0; n < 3; n++) flip(path, 4_096 + roll(whole.length - 4_096), roll(8));
    const store = new KeptStore({ path, unit: "A" });
    store.open();
    store.check();
    store.mend();
    store.close();
    const reader = openJournal(path);
    const { unit, epoch } = reader.summary();
    let next = 1;
    const chunks = [...reader.chunks(0)];
    for (const chunk of chunks) {
      if (chunk.first_seq !== next) t.fail(`${i}: ${chunk.first_seq} follows on ${next - 1}`);
      next = chunk.last_seq + 1;
      if (gapOf(chunk.records) !== null) continue;
      for (const record of chunk.records) {
        const was = written.get(`${chunk.epoch} ${record.seq}`);
        if (JSON.stringify(was) !== JSON.stringify(record)) t.fail(`${i}: record ${record.seq} is not what was written`);
      }
    }
    if (unit !== "A" || epoch.length !== 16) t.fail(`${i}: whose it is`);
    reader.close();
    if (next <= 2_000) t.fail(`${i}: record ${next} is neither there nor missed`);
    if (store.state.anew !== "") anew++;
    else if (gapsOf(chunks).length > 0) mended++;
  }
  t.comment(`${mended} mended where they lay, ${anew} made anew`);
  t.ok(mended > 10, `${mended} mended where they lay`);
  t.end();
});
