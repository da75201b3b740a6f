import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import t from "tap";
import { stopline } from "#wire";
import { type Arrival, arrivalOf } from "../../src/brain/arrival.ts";
import { Store } from "../../src/brain/store.ts";
import { openBrainDatabase } from "../../src/platform/brain-database.ts";
import type { TopicName } from "../../src/sync/topics.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { dice } from "./dice.ts";
import { BASE_MS, chunkOf, gapOf, journaledResult, message, presenceOf, recordOf, statusOf } from "./fake-unit.ts";

const NOW = WallTime(BASE_MS);

/** A store in memory, and what can be said to it as a unit says it. */
function openStore() {
  const db = new Sqlite(":memory:");
  const store = new Store(db);
  const take = (...said: [TopicName, Uint8Array, retained?: boolean][]) =>
    store.take(
      said.map(([name, body, retained]) => arrivalOf(message(name, "A", body, retained)) as Arrival),
      NOW,
    );
  const seqs = (epoch = "e1") => db.prepare("SELECT seq FROM records WHERE epoch = ? ORDER BY seq").pluck().all(epoch) as number[];
  return { db, store, take, seqs, tally: () => store.tallies.all()[0]! };
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

t.test(
  "whatever the order, the cuts and the repetitions: each record is stored once, as it was, and acknowledged when nothing is missing",
  async (t) => {
    for (let seed = 1; seed <= 60; seed++) {
      const roll = dice(seed);
      const { db, store, take, seqs, tally } = openStore();
      const last = 20 + roll(80);
      const got = new Set<number>();
      let received = 0;
      // Lossy rounds of differently cut chunks, until all of it has come: what a broker and two lanes can do to a journal.
      for (let from = 1; got.size < last; from = 1 + roll(last)) {
        const said: [TopicName, Uint8Array][] = [];
        for (let batch = 0; batch <= roll(4); batch++) {
          const to = Math.min(last, from + roll(15));
          if (roll(4) > 0) {
            said.push([roll(2) === 0 ? "live" : "backfill", chunkOf("A", "e1", from, to)]);
            for (let seq = from; seq <= to; seq++) got.add(seq);
            received += to - from + 1;
          }
          from = roll(3) === 0 ? 1 + roll(last) : Math.min(last, to + 1);
        }
        take(...said);
        let complete = 0;
        while (got.has(complete + 1)) complete++;
        const ack = store.ackOf("A")?.seq ?? 0;
        if (ack !== complete) t.fail(`seed ${seed}: acknowledges ${ack}, has all up to ${complete}`);
      }
      t.same(seqs(), upTo(last), `seed ${seed}`);
      const { records, duplicates, lost, contradictions } = tally();
      t.same({ records, duplicates, lost, contradictions }, { records: last, duplicates: received - last, lost: 0, contradictions: 0 });
      const row = db.prepare("SELECT wall_ms, code, param, value, detail, input FROM records WHERE seq = 7").get();
      const { atMs, ...rest } = recordOf(7);
      t.same(row, { wall_ms: BASE_MS + atMs, ...rest, input: 1 });
    }
  },
);

t.test("a gap record accounts for what it stands for", async (t) => {
  const { take, seqs, store, tally } = openStore();
  take(["status", statusOf("A", "e1", { lastSeq: 110 })], ["live", chunkOf("A", "e1", 1, 5)], ["live", chunkOf("A", "e1", 101, 110)]);
  t.equal(store.ackOf("A")?.seq, 5);
  const outcomes = take(["backfill", gapOf("A", "e1", 6, 100, "the journal was full")]);
  t.match(outcomes[0], { kind: "gap", unit: "A", spans: [{ from: 6, to: 100 }], reason: "the journal was full" });
  t.equal(store.ackOf("A")?.seq, 110);
  t.same(seqs(), [...upTo(6), ...upTo(10).map((i) => 100 + i)], "the gap is a record itself");
  t.match(tally(), { lost: 95, gaps: 1, records: 16 });
  t.same(
    take(["backfill", gapOf("A", "e1", 6, 100, "the journal was full")]).map((o) => o.kind),
    ["placed"],
    "and told once",
  );
});

t.test("records that came before they were dropped are not lost", async (t) => {
  const { take, store, tally, seqs } = openStore();
  take(["status", statusOf("A", "e1", { lastSeq: 9 })]);
  // 3 is missing, so 4 to 8 could not be acknowledged, and the unit had to drop them with it.
  take(["live", chunkOf("A", "e1", 1, 2)], ["live", chunkOf("A", "e1", 4, 8)]);
  t.match(take(["backfill", gapOf("A", "e1", 3, 6, "the journal was full")])[0], { spans: [{ from: 3, to: 3 }] });
  take(["live", chunkOf("A", "e1", 9, 9)], ["backfill", gapOf("A", "e1", 5, 8, "the journal was full")]);
  t.equal(store.ackOf("A")?.seq, 9);
  t.same(seqs(), upTo(9));
  t.match(tally(), { lost: 1, contradictions: 0 });
});

t.test("a gap that cannot be read stands for itself, and the hole behind it is seen", async (t) => {
  const { take, store } = openStore();
  for (const detail of ["", "{", '{"to":"many"}', '{"to":0}', "null"]) {
    take(["status", statusOf("A", "e1", { lastSeq: 9 })]);
    take(["live", chunkOf("A", "e1", 1, 1, () => ({ ...recordOf(1), code: 301, detail }))]);
    t.equal(store.ackOf("A")?.seq, 1, detail);
  }
});

t.test("a journal made anew begins at 1, and what is missing of the old one is said to be lost", async (t) => {
  const { take, store, seqs, tally } = openStore();
  take(["presence", presenceOf("A", "e1", { lastSeq: 30 })], ["live", chunkOf("A", "e1", 1, 10)], ["live", chunkOf("A", "e1", 21, 25)]);
  t.match(take(["presence", presenceOf("A", "e2", { lastSeq: 1 })])[0], {
    kind: "anew",
    old: "e1",
    epoch: "e2",
    lost: [
      { from: 11, to: 20 },
      { from: 26, to: 30 },
    ],
  });
  t.same(store.ackOf("A"), { epoch: "e2", seq: 0 });
  take(["live", gapOf("A", "e2", 1, 1, "the file was broken")], ["live", chunkOf("A", "e2", 2, 4)]);
  t.same(store.ackOf("A"), { epoch: "e2", seq: 4 });
  t.match(tally(), { records: 19, lost: 16, epoch: "e2" });
  take(["backfill", chunkOf("A", "e1", 11, 20)]);
  t.same(store.ackOf("A"), { epoch: "e2", seq: 4 }, "a late message of the old epoch is not acknowledged in the new one's place");
  t.same(seqs(), upTo(25), "but kept");
  t.match(tally(), { lost: 6 });
});

t.test("a will tells nothing of the journal: it was written when the connection began", async (t) => {
  const { take, store } = openStore();
  take(["presence", presenceOf("A", "e1")], ["status", statusOf("A", "e2", { lastSeq: 3 })], ["live", chunkOf("A", "e2", 1, 3)]);
  take(["presence", presenceOf("A", "e1", { state: stopline.v1.Presence.State.OFFLINE })]);
  t.same(store.ackOf("A"), { epoch: "e2", seq: 3 });
});

t.test("a brain with a new store does not wait for what its units have let go of", async (t) => {
  const { take, store, tally } = openStore();
  const [gap] = take(["presence", presenceOf("A", "e1", { lastSeq: 5_010, ackedSeq: 5_000 })]);
  t.match(gap, { kind: "gap", spans: [{ from: 1, to: 5_000 }] });
  take(["live", chunkOf("A", "e1", 5_001, 5_010)]);
  t.equal(store.ackOf("A")?.seq, 5_010);
  t.match(tally(), { records: 10, lost: 5_000 });
});

t.test("a brain whose store was put back from a copy does not wait for what its units have let go of since", async (t) => {
  const { take, store, tally } = openStore();
  take(["presence", presenceOf("A", "e1", { lastSeq: 100 })], ["live", chunkOf("A", "e1", 1, 100)]);
  // The copy ends here. The unit has stayed connected, and says nothing but statuses and what is new.
  take(["live", chunkOf("A", "e1", 301, 310)]);
  t.equal(store.ackOf("A")?.seq, 100);
  const [gap] = take(["status", statusOf("A", "e1", { lastSeq: 310, ackedSeq: 300 })]);
  t.match(gap, { kind: "gap", spans: [{ from: 101, to: 300 }], reason: /earlier store/ });
  t.equal(store.ackOf("A")?.seq, 310);
  t.match(tally(), { records: 110, lost: 200, acked_seq: 310 });
  take(["backfill", chunkOf("A", "e1", 201, 300)]);
  t.match(tally(), { lost: 100 }, "what was still underway and comes all the same is not lost");
  t.same(take(["status", statusOf("A", "e1", { lastSeq: 320, ackedSeq: 310 })]), [], "and it is told once");
});

t.test("one message that lies about the journal is forgotten with the unit's next word", async (t) => {
  const far = 2 ** 39;
  const lies: readonly (readonly [what: string, ...said: [TopicName, Uint8Array][]])[] = [
    ["let go of all", ["presence", presenceOf("A", "e1", { lastSeq: far, ackedSeq: far })]],
    ["let go of all", ["status", statusOf("A", "e1", { lastSeq: far, ackedSeq: far })]],
    ["another epoch", ["presence", presenceOf("A", "forged", { lastSeq: far, ackedSeq: far })]],
    ["another epoch", ["status", statusOf("A", "forged", { lastSeq: 5 })]],
    ["a chunk of another epoch", ["live", chunkOf("A", "forged", 1, 1)]],
    ["a gap", ["live", gapOf("A", "e1", 101, far, "x")]],
    ["a chunk from far ahead", ["live", chunkOf("A", "e1", far, far)]],
  ];
  for (const [what, ...lie] of lies) {
    const { take, store } = openStore();
    take(["status", statusOf("A", "e1", { lastSeq: 100 })], ["live", chunkOf("A", "e1", 1, 100)]);
    take(...lie);
    take(["status", statusOf("A", "e1", { lastSeq: 100, ackedSeq: 100 })]);
    t.same(store.ackOf("A"), { epoch: "e1", seq: 100 }, what);
    take(["live", chunkOf("A", "e1", 101, 200)], ["status", statusOf("A", "e1", { lastSeq: 200, ackedSeq: 100 })]);
    t.same(store.ackOf("A"), { epoch: "e1", seq: 200 }, `${what}: acknowledged no further than the unit has got`);
  }
});

t.test("a gap that is true but comes before the unit's word is accounted for with it", async (t) => {
  const { take, store, tally } = openStore();
  take(["status", statusOf("A", "e1", { lastSeq: 5 })], ["live", chunkOf("A", "e1", 1, 5)]);
  take(["live", gapOf("A", "e1", 6, 40, "the disk was full")], ["live", chunkOf("A", "e1", 41, 50)]);
  t.equal(store.ackOf("A")?.seq, 5);
  take(["status", statusOf("A", "e1", { lastSeq: 50 })]);
  t.equal(store.ackOf("A")?.seq, 50);
  t.match(tally(), { lost: 35, gaps: 1 });
  // While it could not be delivered, more was dropped behind it.
  take(["backfill", gapOf("A", "e1", 6, 45, "the disk was full")], ["status", statusOf("A", "e1", { lastSeq: 60 })]);
  t.match(tally(), { lost: 35, gaps: 1 }, "what had come is not lost by that");
});

t.test("what a broker retained since an older epoch does not bring that epoch back", async (t) => {
  const { take, store } = openStore();
  take(["presence", presenceOf("A", "e1", { lastSeq: 10 }), true], ["live", chunkOf("A", "e1", 1, 10)]);
  t.same(store.ackOf("A"), { epoch: "e1", seq: 10 }, "where nothing is known it is better than nothing");
  take(["status", statusOf("A", "e2", { lastSeq: 5, ackedSeq: 0 })], ["live", chunkOf("A", "e2", 1, 5)]);
  t.same(take(["presence", presenceOf("A", "e1", { lastSeq: 10 }), true]), []);
  take(["status", statusOf("A", "e1", { lastSeq: 10 }), true]);
  t.same(store.ackOf("A"), { epoch: "e2", seq: 5 });
  take(["status", statusOf("A", "e2", { lastSeq: 9, ackedSeq: 5 })], ["status", statusOf("A", "e2"), true]);
  take(["live", gapOf("A", "e2", 6, 9, "x")]);
  t.equal(store.ackOf("A")?.seq, 9, "nor does it lower a number");
});

t.test("the journal has the last word on a command", async (t) => {
  const { take, store, db } = openStore();
  const { book } = store;
  const result = (id: string, done: boolean, refused = "") =>
    stopline.v1.Result.encode({ unit: "A", commandId: id, done, refused, wallMs: BASE_MS }).finish();
  for (const id of ["lost", "forged", "honest", "other"])
    book.issue({ id, unit: id === "other" ? "B" : "A", words: id, issued_ms: 1, expires_ms: 2 });
  const settled = (...said: Parameters<typeof take>) =>
    take(...said).flatMap((o) => (o.kind === "settled" ? [`${o.words} ${o.settlement} ${o.result.done ? "done" : o.result.refused}`] : []));

  t.same(settled(["live", journaledResult("A", "e1", 1, { id: "lost", done: true })]), ["lost first done"], "its message never came");
  t.same(settled(["result", result("lost", false, "forged")]), ["lost repeated forged"]);
  t.same(book.resultOf("lost", "A"), { done: true, refused: "", wall_ms: BASE_MS + 100 });

  t.same(settled(["result", result("forged", false, "not by the key")]), ["forged first not by the key"]);
  t.same(settled(["live", journaledResult("A", "e1", 2, { id: "forged", done: true })]), ["forged corrected done"]);
  t.match(book.resultOf("forged", "A"), { done: true, refused: "" });

  t.same(
    settled(["result", result("honest", true)], ["live", journaledResult("A", "e1", 3, { id: "honest", done: true })]),
    ["honest repeated done", "honest first done"].reverse(),
  );
  t.same(settled(["live", journaledResult("A", "e1", 3, { id: "honest", done: true })]), [], "a chunk that comes again settles nothing");
  t.same(settled(["live", journaledResult("A", "e1", 4, { id: "other", done: true })], ["result", result("nobody's", true)]), []);
  t.equal(book.resultOf("other", "B"), null, "only the unit that was asked can answer");
  for (const [i, detail] of ["", "null", "[]", '{"id":7}', '{"id":"honest","done":"yes","refused":""}'].entries())
    t.same(settled(["live", chunkOf("A", "e1", 5 + i, 5 + i, (seq) => ({ ...recordOf(seq), code: 341, detail }))]), [], detail);
  t.equal(db.prepare("SELECT count(*) FROM records WHERE code = 341").pluck().get(), 9, "all of it is kept");
});

t.test("a record that comes again with other contents is told: the unit's card went back in time", async (t) => {
  const { take, tally, db } = openStore();
  take(["live", chunkOf("A", "e1", 1, 10)]);
  const other = take(["live", chunkOf("A", "e1", 8, 12, (seq) => ({ ...recordOf(seq), code: 1 }))]);
  t.match(other, [
    { kind: "contradiction", seq: 8 },
    { kind: "placed", standing: "overlapping", stored: 2 },
  ]);
  t.match(tally(), { contradictions: 3, records: 12 });
  t.equal(db.prepare("SELECT code FROM records WHERE seq = 8").pluck().get(), recordOf(8).code, "the first one stays");
});

t.test("what no honest unit says is not taken, and never throws", async (t) => {
  const { Chunk, Presence } = stopline.v1;
  const why = (name: TopicName, body: Uint8Array) => {
    const arrival = arrivalOf(message(name, "A", body));
    return arrival?.kind === "unreadable" ? arrival.why : arrival;
  };
  t.match(why("live", Uint8Array.of(0xff, 0xff)), /^on stopline\/v1\/A\/journal\/live: /);
  t.match(why("live", chunkOf("B", "e1", 1, 1)), /speaks of unit "B"/);
  t.match(why("live", chunkOf("A", "", 1, 1)), /without an epoch/);
  t.match(why("live", chunkOf("A", "e1", 0, 3)), /4 records from 0/);
  t.match(why("live", Chunk.encode({ unit: "A", epoch: "e1", firstSeq: 1 }).finish()), /0 records from 1/);
  t.match(
    why(
      "live",
      chunkOf("A", "e1", 1, 1, () => ({ value: 2 ** 60 })),
    ),
    /the number 11529/,
  );
  t.match(why("presence", Presence.encode({ unit: "A", epoch: "e1", lastSeq: 2 ** 60 }).finish()), /the number 11529/);
  t.match(why("presence", presenceOf("A", "e1", { lastSeq: 10, ackedSeq: 11 })), /11 records of 10 acknowledged/);
  t.match(why("status", statusOf("A", "e1", { lastSeq: 10, ackedSeq: 11 })), /11 records of 10 acknowledged/);
  t.match(why("status", statusOf("A", "e1", { lastSeq: 2 ** 41 })), /of 2199023255552/);
  t.match(why("live", chunkOf("A", "e1", 2 ** 41, 2 ** 41)), /1 records from 2199023255552/);
  t.match(why("live", gapOf("A", "e1", 1, 2 ** 41, "x")), { gap: "" });
  t.equal(arrivalOf(message("ack", "A", new Uint8Array())), null, "what brains say is not for us");
  t.equal(arrivalOf({ topic: "stopline/v2/A/journal/live", payload: new Uint8Array(), retained: false }), null);
  const roll = dice(7);
  const good = chunkOf("A", "e1", 1, 4);
  for (let i = 0; i < 2_000; i++) {
    const bad = Uint8Array.from(good, (byte) => (roll(12) === 0 ? roll(256) : byte)).subarray(0, roll(good.length + 1));
    const arrival = arrivalOf(message("live", "A", bad));
    if (arrival?.kind === "chunk") openStore().store.take([arrival], NOW);
  }
});

t.test("counters of commands rise in every process, and never fall behind the clock", async (t) => {
  const file = join(mkdtempSync(join(t.testdir(), "s-")), "brain.db");
  const [one, two] = [openBrainDatabase(file), openBrainDatabase(file)];
  const books = [new Store(one).book, new Store(two).book];
  const issue = (book: number, id: string, issued_ms: number, unit = "A") =>
    books[book]!.issue({ id, unit, words: "{}", issued_ms, expires_ms: issued_ms + 1_000 });
  t.equal(issue(0, "a", 1_000), 1_000);
  t.equal(issue(1, "b", 1_000), 1_001);
  t.equal(issue(0, "c", 1_000), 1_002);
  t.equal(issue(1, "d", 500), 1_003, "the clock was put back");
  t.equal(issue(0, "e", 9_000), 9_000);
  t.equal(issue(0, "f", 500, "B"), 500, "each unit has its own");
  const result = (commandId: string, unit: string, done: boolean) =>
    books[1]!.settle(stopline.v1.Result.create({ commandId, unit, done, refused: "", wallMs: 1 }) as stopline.v1.Result, "message");
  t.equal(result("a", "B", true), "unknown", "only the unit that was asked can answer");
  t.equal(result("a", "A", true), "first");
  t.equal(result("a", "A", false), "repeated");
  t.equal(result("z", "A", true), "unknown");
  t.same(one.prepare("SELECT id, done FROM command WHERE done IS NOT NULL").all(), [{ id: "a", done: 1 }]);
  one.close();
  two.close();
});

t.test("a file that is something else is left alone", async (t) => {
  const db = new Sqlite(":memory:");
  db.exec("CREATE TABLE photos (x)");
  t.throws(() => new Store(db), /some other database/);
  const newer = new Sqlite(":memory:");
  new Store(newer);
  newer.pragma("user_version = 9");
  t.throws(() => new Store(newer), /tables are version 9/);
});
