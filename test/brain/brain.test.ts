import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import t, { type Test } from "tap";
import { takeApart } from "../../src/brain/apart.ts";
import { arrivalOf } from "../../src/brain/arrival.ts";
import { Brain, type BrainPorts, type Role } from "../../src/brain/brain.ts";
import { NoAnswer } from "../../src/brain/orders.ts";
import { Outbox } from "../../src/brain/outbox.ts";
import { Store } from "../../src/brain/store.ts";
import { Waiting } from "../../src/brain/waiting.ts";
import { sqliteEngine } from "../../src/platform/brain-sqlite.ts";
import { openBroker } from "../../src/platform/broker.ts";
import { openKey } from "../../src/platform/keys.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { signatureBy } from "../../src/platform/signature.ts";
import { realTimers } from "../../src/platform/timers.ts";
import { Backoff } from "../../src/sync/backoff.ts";
import type { Connection } from "../../src/sync/broker.ts";
import type { TopicName } from "../../src/sync/topics.ts";
import { BROKERS, openCable } from "../platform/brokers.ts";
import { until } from "../platform/until.ts";
import { chunkOf, FakeUnit, gapOf, journaledResult, message, presenceOf, statusOf } from "./fake-unit.ts";

interface Asked {
  readonly role?: Role;
  readonly store?: Store;
}

/** A brain at a broker, and what it told people. */
async function openBrain(t: Test, port: number, { role = "keeper", store = new Store(sqliteEngine(new Sqlite(":memory:"))) }: Asked = {}) {
  const key = openKey(join(t.testdir(), "key.pem"));
  const ports: BrainPorts = {
    connect: connectMqtt,
    address: { host: "127.0.0.1", port, tls: false },
    clientId: `brain-${randomUUID().slice(0, 8)}`,
    timers: realTimers,
    backoff: new Backoff({ base_ms: 20, cap_ms: 50, steady_ms: 1_000 }, Math.random),
    store,
    sign: key.sign,
    uuid: randomUUID,
  };
  const notices: string[] = [];
  const brain = new Brain(ports, role, { notice: (words) => notices.push(words), lost: (cause) => notices.push(cause) });
  t.teardown(() => brain.close());
  brain.start();
  await until(() => brain.cause === "");
  return { brain, notices, key, unit: async (name: string) => (await brain.fleet()).find((view) => view.unit === name) };
}

async function openUnit(t: Test, port: number, name = "A", epoch = "e1") {
  const unit = new FakeUnit(name, epoch);
  t.teardown(() => unit.close());
  await unit.connect(port);
  return unit;
}

for (const [name, open] of BROKERS) {
  t.test(`with the ${name} broker`, async (t) => {
    const broker = await open();
    t.teardown(() => broker.close());

    t.test("journals are stored once, acknowledged up to the first hole, and the fleet is seen", async (t) => {
      const { unit, notices } = await openBrain(t, broker.port);
      const a = await openUnit(t, broker.port);
      const b = await openUnit(t, broker.port, "B");
      await a.chunk(1, 10);
      await a.chunk(21, 30);
      await b.chunk(1, 5);
      await until(() => a.acked === 10 && b.acked === 5);
      t.match(await unit("A"), { records: 20, acked_seq: 10, last_seq: 30, behind: 10 });
      const late = Date.now() - a.ackWalls.at(-1)!;
      t.ok(late >= 0 && late < 30_000, `an acknowledgement tells the brain's time: ${late} ms ago`);
      await a.chunk(6, 20, "backfill");
      await until(() => a.acked === 30);
      await a.chunk(6, 20, "backfill");
      const phases = [
        { phase: 2, interval: "green" },
        { phase: 3, interval: "red" },
        { phase: 6, interval: "green" },
      ];
      await a.status({ mode: "actuated", pattern: 1, phases, lastSeq: 44 });
      await until(async () => (await unit("A"))?.mode === "actuated");
      await a.say("backfill", gapOf("A", "e1", 31, 40, "the journal was full"));
      await until(() => a.acked === 40);
      t.match(await unit("A"), {
        presence: "online",
        version: "0.1.0",
        pattern: 1,
        green: [2, 6],
        records: 31,
        duplicates: 20,
        lost: 10,
        acked_seq: 40,
        behind: 4,
        last: { seq: 31, code: 301 },
      });
      t.same(notices, ["A: records 31 to 40 will not come: the journal was full"]);
      t.match(await unit("B"), { records: 5, acked_seq: 5, presence: "online" });
    });

    t.test("acknowledgements are retained, few, and rise", async (t) => {
      await openBrain(t, broker.port);
      const unit = await openUnit(t, broker.port, "many");
      const sent: Promise<void>[] = [];
      for (let i = 0; i < 300; i++) sent.push(unit.chunk(i * 5 + 1, i * 5 + 5));
      await Promise.all(sent);
      await until(() => unit.acked === 1_500);
      t.ok(unit.acks.length < 20, `${unit.acks.length} acknowledgements of 300 chunks`);
      t.same(
        unit.acks,
        [...unit.acks].sort((x, y) => x - y),
      );
      const late = new FakeUnit("many");
      await unit.close();
      await late.connect(broker.port, { ackedSeq: 1_500 });
      await until(() => late.acked === 1_500);
      await late.close();
    });

    t.test("a command is signed, dated, counted, and has one result", async (t) => {
      const { brain, key } = await openBrain(t, broker.port);
      const unit = await openUnit(t, broker.port, "C");
      unit.answer = (command) => (command.placeCall ? { done: false, refused: "phase 9 is not in this unit's site file" } : { done: true });
      const done = await brain.send("C", { setPattern: { pattern: 3, forS: 600 } }, { expires_s: 5 });
      t.match(done, { unit: "C", done: true, refused: "" });
      const refused = await brain.send("C", { placeCall: { phase: 9, pedestrian: false } }, { expires_s: 5 });
      t.match(refused, { done: false, refused: /phase 9/ });
      const verify = signatureBy(key.publicKey);
      for (const { body, signature } of unit.commands) {
        t.ok(verify(body, signature));
        t.notOk(verify(Uint8Array.of(...body, 0), signature));
      }
      const [first, second] = [done.id, refused.id].map((id) => unit.commands.find((c) => c.command.id === id)?.command);
      t.match(first, { unit: "C", id: done.id, setPattern: { pattern: 3, forS: 600 } });
      t.equal(first!.expiresMs - first!.issuedMs, 5_000);
      t.ok(Math.abs(first!.issuedMs - Date.now()) < 5_000);
      t.ok(second!.counter > first!.counter && first!.counter >= first!.issuedMs);
    });
  });
}

t.test("at the embedded broker", async (t) => {
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());

  t.test("results of commands that nobody sent, or of another unit, answer nothing", async (t) => {
    const { brain, notices } = await openBrain(t, broker.port);
    const [unit, other] = [await openUnit(t, broker.port, "D"), await openUnit(t, broker.port, "liar")];
    unit.answer = null;
    const answered = brain.send("D", { placeCall: { phase: 2 } as never }, { expires_s: 5 });
    await until(() => unit.commands.length > 0);
    const { id } = unit.commands[0]!.command;
    await unit.result("00000000-0000-0000-0000-000000000000", { done: true });
    await other.result(id, { done: true });
    // Under its own topic about another unit, and under another unit's topic: neither is believed.
    await other.result(id, { done: true, unit: "D" });
    await until(() => notices.some((words) => /cannot be read.*speaks of unit "D"/.test(words)));
    await unit.result(id, { done: false, refused: "not now" });
    await unit.result(id, { done: true });
    t.match(await answered, { done: false, refused: "not now" }, "the first true one");
  });

  t.test("a command waits for a unit that is away, and is given to it again until it answers", async (t) => {
    const { brain } = await openBrain(t, broker.port);
    const answered = brain.send("E", { placeCall: { phase: 2 } as never }, { expires_s: 5 });
    const unit = new FakeUnit("E");
    unit.answer = null;
    await unit.connect(broker.port);
    await until(() => unit.commands.length > 0);
    await unit.close();
    unit.answer = () => ({ done: true });
    await unit.connect(broker.port);
    t.match(await answered, { done: true });
    t.same(new Set(unit.commands.map((c) => c.command.id)).size, 1, "the same one");
    await unit.close();
  });

  t.test("who gets no answer is told what may have happened", async (t) => {
    const { brain } = await openBrain(t, broker.port);
    const unit = await openUnit(t, broker.port, "silent");
    unit.answer = null;
    const none = await brain.send("silent", { placeCall: { phase: 2 } as never }, { expires_s: 60, wait_s: 0.1 }).catch((e: Error) => e);
    t.type(none, NoAnswer);
    t.match(none, {
      message: /^no answer from silent within 0.1 s \(it is online\). The command may have been carried out; until .*Z it still may be\.$/,
    });
    await t.rejects(brain.send("ghost", { placeCall: { phase: 2 } as never }, { expires_s: 0.1, wait_s: 0.2 }), {
      message: /no such unit has been heard of; there is .*silent.*\)\. The command may have been carried out\.$/,
    });
  });

  t.test("after a cut line the brain is back, tells again what it has, and gives its commands again", async (t) => {
    const cable = await openCable(broker.port);
    t.teardown(() => cable.close());
    const { brain, notices } = await openBrain(t, cable.port);
    const unit = await openUnit(t, broker.port, "F");
    await unit.chunk(1, 10);
    await until(() => unit.acked === 10);
    unit.answer = null;
    const answered = brain.send("F", { placeCall: { phase: 2 } as never }, { expires_s: 5 });
    await until(() => unit.commands.length > 0);
    const acks = unit.acks.length;
    cable.cut();
    await until(() => brain.cause !== "");
    unit.answer = () => ({ done: true });
    t.match(await answered, { done: true });
    await until(() => unit.acks.length > acks);
    t.equal(unit.acked, 10);
    t.match(notices[0], /^broker 127\.0\.0\.1:\d+: it (cut|closed) the connection/);
  });

  t.test("while the disk takes nothing nothing is acknowledged, and afterwards everything is", async (t) => {
    const store = new Store(sqliteEngine(new Sqlite(":memory:")));
    const take = store.take.bind(store);
    let full = true;
    store.take = (arrivals, now) => {
      if (full) throw new Error("database or disk is full");
      return take(arrivals, now);
    };
    const { notices } = await openBrain(t, broker.port, { store });
    const unit = await openUnit(t, broker.port, "G");
    await unit.chunk(1, 5);
    await until(() => notices.length > 0);
    t.match(notices[0], "the store takes nothing (database or disk is full); nothing is acknowledged meanwhile");
    await unit.chunk(6, 9);
    t.equal(unit.acked, 0);
    full = false;
    await until(() => unit.acked === 9);
    t.equal(notices.at(-1), "the store takes records again");
  });

  t.test("a result that meets a locked store reaches whoever asked, and is written down when the store is free", async (t) => {
    const store = new Store(sqliteEngine(new Sqlite(":memory:")));
    const take = store.take.bind(store);
    let locked = true;
    store.take = (arrivals, now) => {
      if (locked) throw new Error("database is locked");
      return take(arrivals, now);
    };
    const { brain, notices } = await openBrain(t, broker.port, { store });
    const unit = await openUnit(t, broker.port, "L");
    await until(() => notices.length > 0);
    const { id } = await brain.send("L", { placeCall: { phase: 2 } as never }, { expires_s: 5 });
    t.ok(unit.commands.length > 0);
    t.equal(await store.book.resultOf(id, "L"), null);
    locked = false;
    await until(async () => (await store.book.resultOf(id, "L")) !== null);
    t.same(notices, [
      "the store takes nothing (database is locked); nothing is acknowledged meanwhile",
      "the store takes records again",
      'L: place-call {"phase":2,"pedestrian":false} done',
    ]);
  });

  t.test("a result whose message was lost comes with the journal", async (t) => {
    const { brain } = await openBrain(t, broker.port);
    const unit = await openUnit(t, broker.port, "M");
    unit.answer = null;
    const answered = brain.send("M", { placeCall: { phase: 2 } as never }, { expires_s: 5 });
    await until(() => unit.commands.length > 0);
    await unit.say("live", journaledResult("M", "e1", 1, { id: unit.commands[0]!.command.id, done: true }));
    t.match(await answered, { unit: "M", done: true, refused: "" });
  });

  t.test("a command typed beside the brain finds its lost result in the store that the brain keeps", async (t) => {
    const store = new Store(sqliteEngine(new Sqlite(":memory:")));
    await openBrain(t, broker.port, { store });
    const watcher = await openBrain(t, broker.port, { role: "watcher", store });
    const unit = await openUnit(t, broker.port, "N");
    unit.answer = null;
    const answered = watcher.brain.send("N", { placeCall: { phase: 2 } as never }, { expires_s: 60, wait_s: 1 });
    await until(() => unit.commands.length > 0);
    await unit.say("live", journaledResult("N", "e1", 1, { id: unit.commands[0]!.command.id, done: false, refused: "no phase 2" }));
    t.match(await answered, { unit: "N", done: false, refused: "no phase 2" });
  });

  t.test("the brain's disk is lost while its units stay connected: with the next status everything goes on", async (t) => {
    const unit = await openUnit(t, broker.port, "P");
    await unit.chunk(1, 10);
    await unit.status({ lastSeq: 500, ackedSeq: 490 });
    // The presence that the broker retains is weeks old, and tells nothing of what the unit has let go of since.
    const { notices, unit: view } = await openBrain(t, broker.port);
    await unit.chunk(491, 500);
    await until(() => unit.acked === 500);
    t.match(await view("P"), { records: 10, acked_seq: 500, lost: 490, behind: 0 });
    t.match(notices, [/^P: records 1 to 490 will not come: acknowledged to an earlier store/]);
  });

  t.test("who only looks neither stores nor acknowledges, and sees what units retain and the keeper stores", async (t) => {
    const store = new Store(sqliteEngine(new Sqlite(":memory:")));
    const watcher = await openBrain(t, broker.port, { role: "watcher", store });
    const unit = await openUnit(t, broker.port, "H");
    await unit.chunk(1, 5);
    await unit.status({ mode: "fixed" });
    await until(async () => (await watcher.unit("H"))?.mode === "fixed");
    t.match(await watcher.unit("H"), { presence: "online", records: 0 });
    const keeper = await openBrain(t, broker.port, { store });
    await unit.chunk(1, 5);
    await until(() => unit.acked === 5);
    t.match(await watcher.unit("H"), { records: 5, acked_seq: 5, behind: 0 });
    await keeper.brain.close();
  });

  t.test("a journal made anew is told, and one that is back again is doubted", async (t) => {
    const { notices } = await openBrain(t, broker.port);
    const told = () => notices.filter((words) => words.startsWith("J: "));
    const unit = await openUnit(t, broker.port, "J");
    await unit.status({ lastSeq: 5 });
    await unit.chunk(1, 5);
    await until(() => unit.acked === 5);
    await unit.say("live", chunkOf("J", "e2", 1, 2));
    await unit.say("presence", presenceOf("J", "e2", { lastSeq: 2 }));
    await until(() => told().length > 0);
    t.same(told(), ["J: its journal was made anew (epoch e2 after e1); nothing of the old one is missing"]);
    await unit.status({ lastSeq: 5 });
    await unit.chunk(1, 5);
    await until(() => told().length > 1);
    t.match(told()[1], "J: its journal is the one of before again (epoch e1 after e2); was its card put back from a copy");
  });
});

t.test("however much waits for the disk, what units say of themselves is never dropped, and of each the newest is kept", async (t) => {
  const arrival = (name: TopicName, body: Uint8Array) => [arrivalOf(message(name, "A", body))!, body.length] as const;
  const waiting = new Waiting();
  const chunk = arrival("live", chunkOf("A", "e1", 1, 2_000));
  for (let i = 0; i < 21_000; i++) waiting.put(...chunk);
  const held = waiting.begin().length;
  waiting.failed();
  t.ok(held > 100 && held * chunk[1] <= 16 * 1_024 * 1_024, `${held} large chunks of ${chunk[1]} bytes`);
  waiting.put(...arrival("status", statusOf("A", "e1", { lastSeq: 1 })));
  waiting.put(...arrival("presence", presenceOf("A", "e1", { lastSeq: 2 })));
  waiting.put(...arrival("status", statusOf("A", "e1", { lastSeq: 3 })));
  const all = waiting.begin();
  t.match(all.slice(0, 2), [
    { kind: "presence", presence: { lastSeq: 2 } },
    { kind: "status", status: { lastSeq: 3 } },
  ]);
  t.equal(all.length, held + 2);
  waiting.put(...arrival("status", statusOf("A", "e1", { lastSeq: 9 })));
  waiting.failed();
  t.match(waiting.begin()[1], { status: { lastSeq: 9 } }, "one that came while the disk refused is the newest");
  waiting.done();
  t.ok(waiting.empty);
  const small = arrival("live", chunkOf("A", "e1", 1, 1));
  for (let i = 0; i < 21_000; i++) waiting.put(...small);
  t.equal(waiting.begin().length, 20_000);
});

t.test("a unit that pours records in while the disk takes nothing crowds nobody out: each other unit's records wait as well", async (t) => {
  const waiting = new Waiting();
  const put = (unit: string, n: number) => {
    const body = chunkOf(unit, "e1", n, n);
    waiting.put(arrivalOf(message("live", unit, body))!, body.length);
  };
  for (let n = 1; n <= 30_000; n++) put("loud", n);
  for (let n = 1; n <= 50; n++) for (const unit of ["B", "C", "D"]) put(unit, n);
  waiting.begin();
  waiting.failed();
  for (const unit of ["B", "C", "D"]) put(unit, 51);
  const all = waiting.begin();
  const seqs = (unit: string) => all.flatMap((each) => (each.kind === "chunk" && each.unit === unit ? [each.span.from] : []));
  for (const unit of ["B", "C", "D"])
    t.same(
      seqs(unit),
      Array.from({ length: 51 }, (_, i) => i + 1),
    );
  t.equal(all.length, 20_000);
  t.same(seqs("loud").slice(0, 3), [1, 2, 3], "and of the loud one its first, from which it goes on");
});

t.test("a unit whose records the database does not take holds up nobody else's, however many they are, and is told", async (t) => {
  const stored: string[] = [];
  const of = (unit: string, body = unit) => ({ unit, body });
  const take = async (some: readonly { readonly body: string }[]) => {
    if (some.some(({ body }) => body === "bad")) throw new Error("text is no text");
    const bodies = some.map(({ body }) => body);
    stored.push(...bodies);
    return bodies;
  };
  const others = ["a", "b", "c", "d", "e"].map((unit) => of(unit));
  const bad = of("x", "bad");
  for (const all of [
    [...others.slice(0, 2), bad, ...others.slice(2)],
    [bad, ...others.map(({ body }) => of("x", body))],
  ]) {
    stored.length = 0;
    const { taken, refused } = await takeApart(all, take);
    t.same(refused, [{ one: bad, why: "text is no text" }]);
    t.same([...taken].sort(), ["a", "b", "c", "d", "e"]);
    t.same(stored, taken);
  }
  for (const count of [2, 9, 1_000])
    for (const all of [
      [...Array(count).fill(bad), ...others],
      [...others, ...Array(count).fill(bad)],
    ]) {
      const { taken, refused } = await takeApart(all, take);
      t.same([...taken].sort(), ["a", "b", "c", "d", "e"], `${count} bad ones`);
      t.equal(refused.length, 2, "and nobody reads a thousand lines of it");
    }

  const many = Array.from({ length: 10_000 }, (_, i) => of(`u${i}`));
  for (const all of [many, Array(10_000).fill(bad)]) {
    let tries = 0;
    const dead = async () => {
      tries++;
      throw new Error("disk full");
    };
    await t.rejects(takeApart(all, dead), { message: "disk full" });
    t.ok(tries <= 8, `a disk that takes nothing is asked ${tries} times`);
  }
  let room = 5_000;
  const filling = async (some: readonly unknown[]) => {
    if (some.length > room) throw new Error("disk full");
    room -= some.length;
    return some;
  };
  await t.rejects(takeApart(many, filling), { message: "disk full" }, "one that fills up is not the records' fault");
});

t.test("the broker's receive maximum is kept, and a later acknowledgement takes the place of one that waits", async (t) => {
  const published: string[] = [];
  const confirm: (() => void)[] = [];
  const connection: Connection = {
    receiveMaximum: 2,
    packetMaximum: 262_144,
    publish: (topic, payload) => {
      published.push(`${topic.split("/")[2]} ${payload[0]}`);
      return new Promise((resolve) => confirm.push(resolve));
    },
    subscribe: async () => {},
    close: async () => {},
  };
  const refused: string[] = [];
  const outbox = new Outbox((cause) => refused.push(cause));
  const put = (unit: string, n: number) => outbox.put({ name: "ack", unit, body: () => (n === 0 ? null : Uint8Array.of(n)) });
  put("A", 1);
  outbox.connected(connection);
  put("B", 1);
  put("C", 1);
  put("D", 1);
  put("C", 2);
  put("E", 0);
  t.same(published, ["A 1", "B 1"]);
  confirm.shift()?.();
  await pause(0);
  t.same(published, ["A 1", "B 1", "C 2"]);
  outbox.over();
  confirm.shift()?.();
  await pause(0);
  t.same(published, ["A 1", "B 1", "C 2"], "what was in flight on a connection that ended frees no place");
  outbox.connected(connection);
  t.same(published.slice(3), ["D 1"]);
  t.same(refused, []);
});
