import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import t from "tap";
import { stopline } from "#wire";
import { type Arrival, arrivalOf } from "../../src/brain/arrival.ts";
import { all, type Engine, type Value } from "../../src/brain/ask.ts";
import type { Place } from "../../src/brain/reading.ts";
import { Store } from "../../src/brain/store.ts";
import { openBrainDatabase } from "../../src/platform/brain-database.ts";
import { postgresEngine } from "../../src/platform/brain-postgres.ts";
import { sqliteEngine } from "../../src/platform/brain-sqlite.ts";
import type { TopicName } from "../../src/sync/topics.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { dice } from "./dice.ts";
import { BASE_MS, chunkOf, gapOf, journaledResult, message, presenceOf, recordOf, statusOf } from "./fake-unit.ts";
import { openPostgres } from "./postgres.ts";

const NOW = WallTime(BASE_MS);

/** A store of its own, and what can be said to it as a unit says it. */
async function storeOn(engine: Engine) {
  const store = new Store(engine);
  const take = (...said: [TopicName, Uint8Array, retained?: boolean][]) =>
    store.take(
      said.map(([name, body, retained]) => arrivalOf(message(name, "A", body, retained)) as Arrival),
      NOW,
    );
  const rows = (sql: string, ...values: readonly Value[]) => engine.read(() => all<{ readonly [column: string]: unknown }>(sql, ...values));
  const seqs = async (epoch = "e1") => (await rows("SELECT seq FROM records WHERE epoch = ? ORDER BY seq", epoch)).map(({ seq }) => seq);
  return { store, take, rows, seqs, tally: async () => (await store.tallies())[0]! };
}

const postgres = await openPostgres({ fsync: false });
const opened: Engine[] = [];
t.teardown(async () => {
  for (const engine of opened) await engine.close();
  await postgres.close();
});

const STORES: readonly (readonly [name: string, open: () => Promise<Engine>])[] = [
  ["SQLite", async () => sqliteEngine(new Sqlite(":memory:"))],
  [
    "PostgreSQL",
    async () => {
      const engine = await postgresEngine(postgres.database());
      opened.push(engine);
      return engine;
    },
  ],
];

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

t.test("when a unit began last is found without a search through months of its counts", async (t) => {
  const { store, take, rows } = await storeOn(sqliteEngine(new Sqlite(":memory:")));
  await take(["live", chunkOf("A", "e1", 1, 200)]);
  t.equal(await store.lastOf("A", 300), null);
  const sql = "SELECT seq FROM record WHERE journal = (SELECT journal FROM unit WHERE unit = 'A') AND code = 300 ORDER BY seq DESC LIMIT 1";
  t.match((await rows(`EXPLAIN QUERY PLAN ${sql}`))[0], { detail: /USING .*INDEX record_start/ });
});

for (const [name, open] of STORES) {
  const openStore = async () => storeOn(await open());

  t.test(
    `${name}: whatever the order, the cuts and the repetitions: each record is stored once, as it was, and acknowledged when nothing is missing`,
    async (t) => {
      for (let seed = 1; seed <= (name === "SQLite" ? 60 : 10); seed++) {
        const roll = dice(seed);
        const { rows, store, take, seqs, tally } = await openStore();
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
          await take(...said);
          let complete = 0;
          while (got.has(complete + 1)) complete++;
          const ack = (await store.ackOf("A"))?.seq ?? 0;
          if (ack !== complete) t.fail(`seed ${seed}: acknowledges ${ack}, has all up to ${complete}`);
        }
        t.same(await seqs(), upTo(last), `seed ${seed}`);
        const { records, duplicates, lost, contradictions } = await tally();
        t.same({ records, duplicates, lost, contradictions }, { records: last, duplicates: received - last, lost: 0, contradictions: 0 });
        const [row] = await rows("SELECT wall_ms, code, param, value, detail, input FROM records WHERE seq = 7");
        const { atMs, ...rest } = recordOf(7);
        t.same(row, { wall_ms: BASE_MS + atMs, ...rest, input: 1 });
      }
    },
  );

  t.test(`${name}: a gap record accounts for what it stands for`, async (t) => {
    const { take, seqs, store, tally } = await openStore();
    await take(
      ["status", statusOf("A", "e1", { lastSeq: 110 })],
      ["live", chunkOf("A", "e1", 1, 5)],
      ["live", chunkOf("A", "e1", 101, 110)],
    );
    t.equal((await store.ackOf("A"))?.seq, 5);
    const outcomes = await take(["backfill", gapOf("A", "e1", 6, 100, "the journal was full")]);
    t.match(outcomes[0], { kind: "gap", unit: "A", spans: [{ from: 6, to: 100 }], reason: "the journal was full" });
    t.equal((await store.ackOf("A"))?.seq, 110);
    t.same(await seqs(), [...upTo(6), ...upTo(10).map((i) => 100 + i)], "the gap is a record itself");
    t.match(await tally(), { lost: 95, gaps: 1, records: 16 });
    const again = await take(["backfill", gapOf("A", "e1", 6, 100, "the journal was full")]);
    t.same(
      again.map((o) => o.kind),
      ["placed"],
      "and told once",
    );
  });

  t.test(`${name}: records that came before they were dropped are not lost`, async (t) => {
    const { take, store, tally, seqs } = await openStore();
    await take(["status", statusOf("A", "e1", { lastSeq: 9 })]);
    // 3 is missing, so 4 to 8 could not be acknowledged, and the unit had to drop them with it.
    await take(["live", chunkOf("A", "e1", 1, 2)], ["live", chunkOf("A", "e1", 4, 8)]);
    t.match((await take(["backfill", gapOf("A", "e1", 3, 6, "the journal was full")]))[0], { spans: [{ from: 3, to: 3 }] });
    await take(["live", chunkOf("A", "e1", 9, 9)], ["backfill", gapOf("A", "e1", 5, 8, "the journal was full")]);
    t.equal((await store.ackOf("A"))?.seq, 9);
    t.same(await seqs(), upTo(9));
    t.match(await tally(), { lost: 1, contradictions: 0 });
  });

  t.test(`${name}: a gap that cannot be read stands for itself, and the hole behind it is seen`, async (t) => {
    const { take, store } = await openStore();
    for (const detail of ["", "{", '{"to":"many"}', '{"to":0}', "null"]) {
      await take(["status", statusOf("A", "e1", { lastSeq: 9 })]);
      await take(["live", chunkOf("A", "e1", 1, 1, () => ({ ...recordOf(1), code: 301, detail }))]);
      t.equal((await store.ackOf("A"))?.seq, 1, detail);
    }
  });

  t.test(`${name}: a journal made anew begins at 1, and what is missing of the old one is said to be lost`, async (t) => {
    const { take, store, seqs, tally } = await openStore();
    await take(
      ["presence", presenceOf("A", "e1", { lastSeq: 30 })],
      ["live", chunkOf("A", "e1", 1, 10)],
      ["live", chunkOf("A", "e1", 21, 25)],
    );
    t.match((await take(["presence", presenceOf("A", "e2", { lastSeq: 1 })]))[0], {
      kind: "anew",
      old: "e1",
      epoch: "e2",
      lost: [
        { from: 11, to: 20 },
        { from: 26, to: 30 },
      ],
    });
    t.same(await store.ackOf("A"), { epoch: "e2", seq: 0 });
    await take(["live", gapOf("A", "e2", 1, 1, "the file was broken")], ["live", chunkOf("A", "e2", 2, 4)]);
    t.same(await store.ackOf("A"), { epoch: "e2", seq: 4 });
    t.match(await tally(), { records: 19, lost: 16, epoch: "e2" });
    await take(["backfill", chunkOf("A", "e1", 11, 20)]);
    t.same(await store.ackOf("A"), { epoch: "e2", seq: 4 }, "a late message of the old epoch is not acknowledged in the new one's place");
    t.same(await seqs(), upTo(25), "but kept");
    t.match(await tally(), { lost: 6 });
  });

  t.test(`${name}: a will tells nothing of the journal: it was written when the connection began`, async (t) => {
    const { take, store } = await openStore();
    await take(["presence", presenceOf("A", "e1")], ["status", statusOf("A", "e2", { lastSeq: 3 })], ["live", chunkOf("A", "e2", 1, 3)]);
    await take(["presence", presenceOf("A", "e1", { state: stopline.v1.Presence.State.OFFLINE })]);
    t.same(await store.ackOf("A"), { epoch: "e2", seq: 3 });
  });

  t.test(`${name}: a brain with a new store does not wait for what its units have let go of`, async (t) => {
    const { take, store, tally } = await openStore();
    const [gap] = await take(["presence", presenceOf("A", "e1", { lastSeq: 5_010, ackedSeq: 5_000 })]);
    t.match(gap, { kind: "gap", spans: [{ from: 1, to: 5_000 }] });
    await take(["live", chunkOf("A", "e1", 5_001, 5_010)]);
    t.equal((await store.ackOf("A"))?.seq, 5_010);
    t.match(await tally(), { records: 10, lost: 5_000 });
  });

  t.test(`${name}: a brain whose store was put back from a copy does not wait for what its units have let go of since`, async (t) => {
    const { take, store, tally } = await openStore();
    await take(["presence", presenceOf("A", "e1", { lastSeq: 100 })], ["live", chunkOf("A", "e1", 1, 100)]);
    // The copy ends here. The unit has stayed connected, and says nothing but statuses and what is new.
    await take(["live", chunkOf("A", "e1", 301, 310)]);
    t.equal((await store.ackOf("A"))?.seq, 100);
    const [gap] = await take(["status", statusOf("A", "e1", { lastSeq: 310, ackedSeq: 300 })]);
    t.match(gap, { kind: "gap", spans: [{ from: 101, to: 300 }], reason: /earlier store/ });
    t.equal((await store.ackOf("A"))?.seq, 310);
    t.match(await tally(), { records: 110, lost: 200, acked_seq: 310 });
    await take(["backfill", chunkOf("A", "e1", 201, 300)]);
    t.match(await tally(), { lost: 100 }, "what was still underway and comes all the same is not lost");
    t.same(await take(["status", statusOf("A", "e1", { lastSeq: 320, ackedSeq: 310 })]), [], "and it is told once");
  });

  t.test(`${name}: one message that lies about the journal is forgotten with the unit's next word`, async (t) => {
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
      const { take, store } = await openStore();
      await take(["status", statusOf("A", "e1", { lastSeq: 100 })], ["live", chunkOf("A", "e1", 1, 100)]);
      await take(...lie);
      await take(["status", statusOf("A", "e1", { lastSeq: 100, ackedSeq: 100 })]);
      t.same(await store.ackOf("A"), { epoch: "e1", seq: 100 }, what);
      await take(["live", chunkOf("A", "e1", 101, 200)], ["status", statusOf("A", "e1", { lastSeq: 200, ackedSeq: 100 })]);
      t.same(await store.ackOf("A"), { epoch: "e1", seq: 200 }, `${what}: acknowledged no further than the unit has got`);
    }
  });

  t.test(`${name}: a gap that is true but comes before the unit's word is accounted for with it`, async (t) => {
    const { take, store, tally } = await openStore();
    await take(["status", statusOf("A", "e1", { lastSeq: 5 })], ["live", chunkOf("A", "e1", 1, 5)]);
    await take(["live", gapOf("A", "e1", 6, 40, "the disk was full")], ["live", chunkOf("A", "e1", 41, 50)]);
    t.equal((await store.ackOf("A"))?.seq, 5);
    await take(["status", statusOf("A", "e1", { lastSeq: 50 })]);
    t.equal((await store.ackOf("A"))?.seq, 50);
    t.match(await tally(), { lost: 35, gaps: 1 });
    // While it could not be delivered, more was dropped behind it.
    await take(["backfill", gapOf("A", "e1", 6, 45, "the disk was full")], ["status", statusOf("A", "e1", { lastSeq: 60 })]);
    t.match(await tally(), { lost: 35, gaps: 1 }, "what had come is not lost by that");
  });

  t.test(`${name}: what a broker retained since an older epoch does not bring that epoch back`, async (t) => {
    const { take, store } = await openStore();
    await take(["presence", presenceOf("A", "e1", { lastSeq: 10 }), true], ["live", chunkOf("A", "e1", 1, 10)]);
    t.same(await store.ackOf("A"), { epoch: "e1", seq: 10 }, "where nothing is known it is better than nothing");
    await take(["status", statusOf("A", "e2", { lastSeq: 5, ackedSeq: 0 })], ["live", chunkOf("A", "e2", 1, 5)]);
    t.same(await take(["presence", presenceOf("A", "e1", { lastSeq: 10 }), true]), []);
    await take(["status", statusOf("A", "e1", { lastSeq: 10 }), true]);
    t.same(await store.ackOf("A"), { epoch: "e2", seq: 5 });
    await take(["status", statusOf("A", "e2", { lastSeq: 9, ackedSeq: 5 })], ["status", statusOf("A", "e2"), true]);
    await take(["live", gapOf("A", "e2", 6, 9, "x")]);
    t.equal((await store.ackOf("A"))?.seq, 9, "nor does it lower a number");
  });

  t.test(`${name}: records are read in order and once, never past a hole, and on from one epoch to the next`, async (t) => {
    const { take, store } = await openStore();
    let place: Place | null = null;
    const read = async (limit = 100) => {
      const records = await store.recordsAfter("A", place, limit);
      place = records.at(-1) ?? place;
      return records.map(({ epoch, seq }) => `${epoch} ${seq}`);
    };
    t.same(await read(), []);
    await take(["status", statusOf("A", "e1", { lastSeq: 9 })], ["live", chunkOf("A", "e1", 1, 3)], ["live", chunkOf("A", "e1", 6, 7)]);
    t.same(await read(2), ["e1 1", "e1 2"]);
    t.same(await read(), ["e1 3"]);
    t.same(await read(), [], "4 and 5 may still come");
    await take(["backfill", chunkOf("A", "e1", 4, 5)]);
    t.same(await read(), ["e1 4", "e1 5", "e1 6", "e1 7"]);
    await take(["presence", presenceOf("A", "e2", { lastSeq: 2 })], ["live", chunkOf("A", "e1", 9, 9)], ["live", chunkOf("A", "e2", 1, 2)]);
    t.same(await read(2), ["e1 9", "e2 1"], "8 will not come any more");
    t.same(await read(), ["e2 2"]);
    t.match(await store.recordsAfter("A", { epoch: "e1", seq: 6 }, 1), [
      { ...{ seq: 7, code: recordOf(7).code, wall_ms: BASE_MS + 700, input: true } },
    ]);
    t.same(await store.recordsAfter("A", { epoch: "none", seq: 6 }, 9), []);
  });

  t.test(`${name}: the journal has the last word on a command`, async (t) => {
    const { take, store, rows } = await openStore();
    const { book } = store;
    const result = (id: string, done: boolean, refused = "") =>
      stopline.v1.Result.encode({ unit: "A", commandId: id, done, refused, wallMs: BASE_MS }).finish();
    for (const id of ["lost", "forged", "honest", "other"])
      await book.issue({ id, unit: id === "other" ? "B" : "A", words: id, issued_ms: 1, expires_ms: 2 });
    const settled = async (...said: Parameters<typeof take>) =>
      (await take(...said)).flatMap((o) =>
        o.kind === "settled" ? [`${o.words} ${o.settlement} ${o.result.done ? "done" : o.result.refused}`] : [],
      );

    t.same(
      await settled(["live", journaledResult("A", "e1", 1, { id: "lost", done: true })]),
      ["lost first done"],
      "its message never came",
    );
    t.same(await settled(["result", result("lost", false, "forged")]), ["lost repeated forged"]);
    t.same(await book.resultOf("lost", "A"), { done: true, refused: "", wall_ms: BASE_MS + 100 });

    t.same(await settled(["result", result("forged", false, "not by the key")]), ["forged first not by the key"]);
    t.same(await settled(["live", journaledResult("A", "e1", 2, { id: "forged", done: true })]), ["forged corrected done"]);
    t.match(await book.resultOf("forged", "A"), { done: true, refused: "" });

    t.same(
      await settled(["result", result("honest", true)], ["live", journaledResult("A", "e1", 3, { id: "honest", done: true })]),
      ["honest repeated done", "honest first done"].reverse(),
    );
    t.same(
      await settled(["live", journaledResult("A", "e1", 3, { id: "honest", done: true })]),
      [],
      "a chunk that comes again settles nothing",
    );
    t.same(await settled(["live", journaledResult("A", "e1", 4, { id: "other", done: true })], ["result", result("nobody's", true)]), []);
    t.equal(await book.resultOf("other", "B"), null, "only the unit that was asked can answer");
    for (const [i, detail] of ["", "null", "[]", '{"id":7}', '{"id":"honest","done":"yes","refused":""}'].entries())
      t.same(await settled(["live", chunkOf("A", "e1", 5 + i, 5 + i, (seq) => ({ ...recordOf(seq), code: 341, detail }))]), [], detail);
    t.equal((await rows("SELECT seq FROM records WHERE code = 341")).length, 9, "all of it is kept");
  });

  t.test(`${name}: a record that comes again with other contents is told: the unit's card went back in time`, async (t) => {
    const { take, tally, rows } = await openStore();
    await take(["live", chunkOf("A", "e1", 1, 10)]);
    const other = await take(["live", chunkOf("A", "e1", 8, 12, (seq) => ({ ...recordOf(seq), code: 1 }))]);
    t.match(other, [
      { kind: "contradiction", seq: 8 },
      { kind: "placed", standing: "overlapping", stored: 2 },
    ]);
    t.match(await tally(), { contradictions: 3, records: 12 });
    t.same(await rows("SELECT code FROM records WHERE seq = 8"), [{ code: recordOf(8).code }], "the first one stays");
  });
}

t.test("what no honest unit says is not taken, and never throws", async (t) => {
  const { Chunk, Presence } = stopline.v1;
  const why = (name: TopicName, body: Uint8Array) => {
    const arrival = arrivalOf(message(name, "A", body));
    return arrival?.kind === "unreadable" ? arrival.why : arrival;
  };
  t.match(why("live", Uint8Array.of(0xff, 0xff)), /^on stopline\/v1\/A\/journal\/live: /);
  t.match(why("live", chunkOf("B", "e1", 1, 1)), /speaks of unit "B"/);
  t.match(why("live", chunkOf("A", "", 1, 1)), /without an epoch/);
  // A database that cannot index it would refuse everybody's records with it, again and again.
  t.match(why("live", chunkOf("A", "e".repeat(9_000), 1, 1)), /an epoch of 9000 letters is none/);
  t.match(why("presence", presenceOf("A", "e".repeat(65))), /an epoch of 65 letters is none/);
  t.match(why("status", statusOf("A", "e 1")), /an epoch of 3 letters is none/);
  const long = arrivalOf(message("live", "U".repeat(65), chunkOf("U".repeat(65), "e1", 1, 1)));
  t.match(long, { kind: "unreadable", why: /64 letters at most, not 65/ });
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
  const { store } = await storeOn(sqliteEngine(new Sqlite(":memory:")));
  const good = chunkOf("A", "e1", 1, 4);
  for (let i = 0; i < 2_000; i++) {
    const bad = Uint8Array.from(good, (byte) => (roll(12) === 0 ? roll(256) : byte)).subarray(0, roll(good.length + 1));
    const arrival = arrivalOf(message("live", "A", bad));
    if (arrival?.kind === "chunk") await store.take([arrival], NOW);
  }
});

t.test("counters of commands rise in every process, and never fall behind the clock", async (t) => {
  const file = join(mkdtempSync(join(t.testdir(), "s-")), "brain.db");
  const [one, two] = [openBrainDatabase(file), openBrainDatabase(file)];
  const books = [new Store(sqliteEngine(one)).book, new Store(sqliteEngine(two)).book];
  const issue = (book: number, id: string, issued_ms: number, unit = "A") =>
    books[book]!.issue({ id, unit, words: "{}", issued_ms, expires_ms: issued_ms + 1_000 });
  t.equal(await issue(0, "a", 1_000), 1_000);
  t.equal(await issue(1, "b", 1_000), 1_001);
  t.equal(await issue(0, "c", 1_000), 1_002);
  t.equal(await issue(1, "d", 500), 1_003, "the clock was put back");
  t.equal(await issue(0, "e", 9_000), 9_000);
  t.equal(await issue(0, "f", 500, "B"), 500, "each unit has its own");
  const result = (commandId: string, unit: string, done: boolean) =>
    books[1]!.settle(stopline.v1.Result.create({ commandId, unit, done, refused: "", wallMs: 1 }) as stopline.v1.Result, "message");
  t.equal(await result("a", "B", true), "unknown", "only the unit that was asked can answer");
  t.equal(await result("a", "A", true), "first");
  t.equal(await result("a", "A", false), "repeated");
  t.equal(await result("z", "A", true), "unknown");
  t.same(one.prepare("SELECT id, done FROM command WHERE done IS NOT NULL").all(), [{ id: "a", done: 1 }]);
  one.close();
  two.close();
});

t.test("a file that is something else is left alone", async (t) => {
  const db = new Sqlite(":memory:");
  db.exec("CREATE TABLE photos (x)");
  t.throws(() => sqliteEngine(db), /some other database/);
  const newer = new Sqlite(":memory:");
  sqliteEngine(newer);
  newer.pragma("user_version = 9");
  t.throws(() => sqliteEngine(newer), /tables are version 9/);
});
