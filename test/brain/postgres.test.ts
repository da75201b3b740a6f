import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import t, { type Test } from "tap";
import { type Arrival, arrivalOf } from "../../src/brain/arrival.ts";
import { all, type Engine } from "../../src/brain/ask.ts";
import { Brain } from "../../src/brain/brain.ts";
import { Store } from "../../src/brain/store.ts";
import { postgresEngine } from "../../src/platform/brain-postgres.ts";
import { openBrainStore, shownStore } from "../../src/platform/brain-store.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { realTimers } from "../../src/platform/timers.ts";
import { Backoff } from "../../src/sync/backoff.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { openMosquitto } from "../platform/brokers.ts";
import { freePort } from "../platform/ports.ts";
import { until } from "../platform/until.ts";
import { chunkOf, FakeUnit, message, recordOf } from "./fake-unit.ts";
import { openPostgres } from "./postgres.ts";

const NOW = WallTime(1_700_000_000_000);
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

const server = await openPostgres({ fsync: true });
t.teardown(() => server.close());

/** A store on a database; several may be on one. Closed before the server is. */
async function openStore(t: Test, url: string) {
  const engine: Engine = await postgresEngine(url);
  t.teardown(() => engine.close());
  const seqs = async (unit: string) => {
    const rows = await engine.read(() => all<{ seq: number }>("SELECT seq FROM records WHERE unit = ? ORDER BY seq", unit));
    return rows.map(({ seq }) => seq);
  };
  return { store: new Store(engine), engine, seqs };
}

const arrival = (unit: string, from: number, to: number, record = recordOf as (seq: number) => object): Arrival =>
  arrivalOf(message("live", unit, chunkOf(unit, "e1", from, to, record)))!;

t.test("two receivers that get the same chunks of many units at once store each record once, and wait for nobody for ever", async (t) => {
  const url = server.database();
  const [one, two] = [await openStore(t, url), await openStore(t, url)];
  const units = Array.from({ length: 12 }, (_, i) => `U-${i}`);
  const chunks = units.flatMap((unit) => [1, 2, 3, 4, 5].map((n) => arrival(unit, n * 20 - 19, n * 20)));
  // The one in this order, the other backwards, in transactions of a dozen chunks.
  const given = async (store: Store, all: readonly Arrival[]) => {
    for (let i = 0; i < all.length; i += 12) await store.take(all.slice(i, i + 12), NOW);
  };
  await Promise.all([given(one.store, chunks), given(two.store, chunks.toReversed())]);
  const tallies = await one.store.tallies();
  t.same(
    tallies.map(({ unit, records, duplicates, acked_seq }) => ({ unit, records, duplicates, acked_seq })),
    units.toSorted().map((unit) => ({ unit, records: 100, duplicates: 100, acked_seq: 100 })),
  );
  for (const unit of units) t.same(await two.seqs(unit), upTo(100), unit);
});

t.test("two programs that command one unit at once get two counters", async (t) => {
  const url = server.database();
  const [one, two] = [await openStore(t, url), await openStore(t, url)];
  await one.store.take([arrival("A", 1, 1)], NOW);
  const issue = (store: Store) => store.book.issue({ id: randomUUID(), unit: "A", words: "x", issued_ms: 1_000, expires_ms: 2_000 });
  const counters = await Promise.all(upTo(10).map((i) => issue(i % 2 === 0 ? one.store : two.store)));
  t.same(
    counters.toSorted((a, b) => a - b),
    upTo(10).map((i) => 999 + i),
  );
});

t.test("text that PostgreSQL cannot hold stops nobody's records, and is the same when it comes again", async (t) => {
  const { store, engine } = await openStore(t, server.database());
  const odd = arrival("A", 1, 3, (seq) => ({ ...recordOf(seq), detail: `a\0b 🚦 'x' ${"?".repeat(3)}` }));
  await store.take([odd, arrival("B", 1, 2)], NOW);
  await store.take([odd], NOW);
  t.match(await store.tallies(), [
    { unit: "A", records: 3, duplicates: 3, contradictions: 0, last: { detail: "a\ufffdb 🚦 'x' ???" } },
    { unit: "B", records: 2 },
  ]);
  t.same(await engine.read(() => all("SELECT wall FROM records WHERE unit = ? AND seq = 1", "A")).then((rows) => rows.length), 1);
});

t.test("a server that is not there, or has a later brain's tables, is told in words, without the password", async (t) => {
  const away = `postgres://brain:secret@127.0.0.1:${await freePort()}/x`;
  const said = await openBrainStore(away).catch((error: Error) => error.message);
  t.match(said, /^store postgres:\/\/brain@127\.0\.0\.1:\d+\/x: .*ECONNREFUSED/);
  t.notMatch(said, "secret");
  const url = server.database();
  const { engine } = await openStore(t, url);
  await engine.write(() => all("UPDATE made SET version = 9"));
  await t.rejects(postgresEngine(url), /its tables are version 9, this program knows \d+; name another database/);
});

interface Asked {
  readonly share?: string;
}

async function openBrain(t: Test, port: number, store: Store, { share }: Asked = {}) {
  const notices: string[] = [];
  const brain = new Brain(
    {
      connect: connectMqtt,
      address: { host: "127.0.0.1", port, tls: false },
      clientId: `brain-${randomUUID().slice(0, 8)}`,
      timers: realTimers,
      backoff: new Backoff({ base_ms: 20, cap_ms: 50, steady_ms: 1_000 }, Math.random),
      store,
      sign: () => new Uint8Array(64),
      uuid: randomUUID,
      ...(share === undefined ? {} : { share }),
    },
    "keeper",
    { notice: (words) => notices.push(words) },
  );
  t.teardown(() => brain.close());
  brain.start();
  await until(() => brain.cause === "");
  return { brain, notices };
}

t.test(
  "two receivers that share the journals at a real broker have every record once between them, in order, and acknowledge all",
  async (t) => {
    const broker = await openMosquitto();
    t.teardown(() => broker.close());
    const url = server.database();
    const [one, two] = [await openStore(t, url), await openStore(t, url)];
    await openBrain(t, broker.port, one.store, { share: "city" });
    await openBrain(t, broker.port, two.store, { share: "city" });
    const units = ["A", "B", "C"].map((name) => new FakeUnit(name));
    for (const unit of units) {
      t.teardown(() => unit.close());
      await unit.connect(broker.port);
    }
    for (let i = 0; i < 30; i++) for (const unit of units) await unit.chunk(i * 5 + 1, i * 5 + 5);
    await until(() => units.every((unit) => unit.acked === 150), 20_000);
    for (const unit of units) t.same(await one.seqs(unit.unit), upTo(150));
    t.match(
      await two.store.tallies(),
      units.map(({ unit }) => ({ unit, records: 150, duplicates: 0, acked_seq: 150 })),
      "each chunk went to one of them",
    );
  },
);

t.test("a database server that is killed while records come has every record that was acknowledged, and gets the others", async (t) => {
  const broker = await openMosquitto();
  t.teardown(() => broker.close());
  const url = server.database();
  const { store, seqs } = await openStore(t, url);
  const { notices } = await openBrain(t, broker.port, store);
  const unit = new FakeUnit("A");
  t.teardown(() => unit.close());
  await unit.connect(broker.port);
  for (let i = 0; i < 20; i++) await unit.chunk(i * 5 + 1, i * 5 + 5);
  await until(() => unit.acked > 0, 20_000);
  await server.kill();
  const acked = unit.acked;
  for (let i = 20; i < 40; i++) await unit.chunk(i * 5 + 1, i * 5 + 5);
  await until(() => notices.some((words) => /the store takes nothing .*nothing is acknowledged meanwhile/.test(words)), 20_000);
  t.equal(unit.acked, acked);
  await server.start();
  await until(() => unit.acked === 200, 30_000);
  t.same(await seqs("A"), upTo(200));
  t.equal(notices.at(-1), "the store takes records again");
});

t.test("stopline brain keeps a store in PostgreSQL", async (t) => {
  const broker = await openMosquitto();
  t.teardown(() => broker.close());
  const url = server.database();
  const cli = new URL("../../src/cli.ts", import.meta.url).pathname;
  const at = ["--broker", `127.0.0.1:${broker.port}`, "--plain", "--store", url];
  const { store } = await openStore(t, url);
  await store.take([arrival("A", 1, 7)], NOW);
  const once = spawnSync(process.execPath, [cli, "brain", "--once", "--json", ...at], { cwd: t.testdir(), encoding: "utf8" });
  t.match(JSON.parse(once.stdout), { unit: "A", records: 7, acked_seq: 7 });
});

t.test("a unit with a stolen certificate that names an epoch of 16,000 letters keeps nobody else's records out", async (t) => {
  const { store, seqs } = await openStore(t, server.database());
  const letters = Array.from({ length: 500 }, () => randomUUID()).join("");
  const stolen = arrivalOf(message("live", "U-2", chunkOf("U-2", letters, 1, 5)))!;
  await store.take([arrival("U-1", 1, 5), stolen], NOW);
  t.same(await seqs("U-1"), upTo(5));
});

t.test("a password is not shown, wherever in the address it stands", async (t) => {
  t.equal(shownStore("postgres://brain:a:b@c@db.example.net/x"), "postgres://brain@db.example.net/x");
  t.equal(
    shownStore("postgresql://db/x?user=brain&password=secret&sslmode=require"),
    "postgresql://db/x?user=brain&password=…&sslmode=require",
  );
  t.equal(shownStore("postgres://brain@db/x"), "postgres://brain@db/x");
  t.equal(shownStore("var/a:b@c.db"), "var/a:b@c.db");
});
