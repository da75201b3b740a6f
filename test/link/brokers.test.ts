import t from "tap";
import { stopline } from "#wire";
import { Link } from "../../src/link.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { signatureBy } from "../../src/platform/signature.ts";
import { realTimers } from "../../src/platform/timers.ts";
import type { Connection } from "../../src/sync/broker.ts";
import { DELIVERY } from "../../src/sync/delivery.ts";
import { topic } from "../../src/sync/topics.ts";
import { BROKERS, openCable, openMosquitto } from "../platform/brokers.ts";
import { openOldMosquitto } from "../platform/old-door.ts";
import { until } from "../platform/until.ts";
import { shortly } from "../sync/fake-broker.ts";
import { FakeJournal } from "../sync/fake-journal.ts";
import { brainKey } from "../sync/seal.ts";
import { live } from "./live.ts";

const key = brainKey();
const HERE = { base_ms: 20, cap_ms: 50, steady_ms: 1_000 };

/** The least that a brain does: stores by seq, acknowledges what has no holes. */
class SmallBrain {
  readonly heard: string[] = [];
  readonly stored = new Set<number>();
  acks = true;
  #high = 0;
  #connection: Connection | null = null;

  get high(): number {
    return this.#high;
  }

  async connect(port: number): Promise<void> {
    const { Chunk, Ack } = stopline.v1;
    const connection = await connectMqtt({ host: "127.0.0.1", port, tls: false }, "brain", {
      message: (message) => {
        const words = `${shortly(message)}${message.retained ? " (retained)" : ""}`;
        if (!words.startsWith("status")) this.heard.push(words);
        if (!message.topic.includes("/journal/")) return;
        const { firstSeq, records } = Chunk.decode(message.payload);
        for (let i = 0; i < records.length; i++) this.stored.add(firstSeq + i);
        while (this.stored.has(this.#high + 1)) this.#high += 1;
        const ack = Ack.encode({ unit: "A", epoch: "e1", seq: this.#high }).finish();
        if (this.acks) connection.publish(topic("ack", "A"), ack, { qos: 1, retain: true }).catch(() => {});
      },
      closed: () => {
        this.#connection = null;
      },
    });
    this.#connection = connection;
    const names = ["presence", "status", "live", "backfill", "result"] as const;
    await connection.subscribe(names.map((name) => topic(name, "+")));
  }

  async send(command: stopline.v1.Command.$Properties): Promise<void> {
    const times = { issuedMs: Date.now(), expiresMs: Date.now() + 60_000 };
    await this.#connection?.publish(topic("command", "A"), key.seal({ unit: "A", ...times, ...command }), { qos: 1, retain: false });
  }

  async close(): Promise<void> {
    await this.#connection?.close();
  }
}

/** Each chunk a message of its own, so that they can be counted. */
const APART = { ...DELIVERY, joined_max: 0 };

function linkTo(port: number, journal: FakeJournal, delivery = APART) {
  const options = { unit: "A", version: "1.2.3", broker: { host: "127.0.0.1", port, tls: false }, backoff: HERE, delivery };
  return new Link(options, { connect: connectMqtt, journal, timers: realTimers, random: Math.random, verify: signatureBy(key.key) });
}

function journalOf(chunks: number, records = 2): FakeJournal {
  const journal = new FakeJournal("A");
  for (let i = 0; i < chunks; i++) journal.commit(records);
  return journal;
}

for (const [name, open] of [...BROKERS, ["mosquitto, MQTT 3.1.1", openOldMosquitto] as const]) {
  t.test(`with the ${name} broker`, async (t) => {
    t.test("the past and the present arrive, and are let go of when the brain has them", async (t) => {
      const broker = await open();
      const brain = new SmallBrain();
      await brain.connect(broker.port);
      const journal = journalOf(2);
      const link = linkTo(broker.port, journal);
      link.live(live());
      link.start();
      await until(() => journal.acked() === 4);
      t.same(brain.heard, ["presence ONLINE", "backfill 1-2 historical", "backfill 3-4 historical"]);
      journal.commit(3);
      await until(() => journal.acked() === 7);
      t.equal(brain.heard.at(-1), "live 5-7");

      const late = new SmallBrain();
      await late.connect(broker.port);
      await until(() => late.heard.length > 0);
      t.same(late.heard, ["presence ONLINE (retained)"], "whoever comes later knows that the unit is there");
      await link.close();
      // The late one took the first one's name, so it is the one that is left.
      await until(() => late.heard.includes("presence SHUTDOWN"));
      await late.close();
      await broker.close();
    });

    t.test("a unit that is cut off is offline for everybody, then online again, with nothing lost", async (t) => {
      const broker = await open();
      const cable = await openCable(broker.port);
      const brain = new SmallBrain();
      await brain.connect(broker.port);
      const journal = journalOf(0);
      const link = linkTo(cable.port, journal);
      link.start();
      await until(() => link.state().state === "connected");
      brain.acks = false;
      for (let i = 0; i < 40; i++) journal.commit(5);
      await until(() => brain.stored.size > 0);
      cable.cut();
      await until(() => brain.heard.includes("presence OFFLINE"));
      brain.acks = true;
      await until(() => journal.acked() === 200);
      t.equal(brain.heard.filter((words) => words === "presence ONLINE").length, 2);
      t.same(
        [...brain.stored].sort((a, b) => a - b),
        Array.from({ length: 200 }, (_, i) => i + 1),
      );
      await link.close();
      await brain.close();
      await cable.close();
      await broker.close();
    });

    t.test("a link that was killed with unacknowledged records sends them again, until the brain's word", async (t) => {
      const broker = await open();
      const brain = new SmallBrain();
      brain.acks = false;
      await brain.connect(broker.port);
      const journal = journalOf(3);
      const first = linkTo(broker.port, journal);
      first.start();
      await until(() => brain.stored.size === 6);
      await first.close();
      brain.acks = true;
      const second = linkTo(broker.port, journal);
      second.start();
      await until(() => journal.acked() === 6);
      const chunks = () => brain.heard.filter((words) => words.startsWith("backfill")).length;
      t.equal(chunks(), 6, "everything came twice");
      await second.close();
      const third = linkTo(broker.port, journal);
      third.start();
      journal.commit(1);
      await until(() => journal.acked() === 7);
      t.ok(chunks() <= 7, "and what was acknowledged does not come again");
      await third.close();
      await brain.close();
      await broker.close();
    });

    t.test("ten cuts in the middle of a long backlog lose nothing", async (t) => {
      const broker = await open();
      const cable = await openCable(broker.port);
      const brain = new SmallBrain();
      await brain.connect(broker.port);
      const journal = journalOf(200, 5);
      const link = linkTo(cable.port, journal);
      link.start();
      let cuts = 0;
      let seen = 0;
      await until(() => {
        if (cuts < 10 && journal.acked() > seen) {
          seen = journal.acked();
          cuts += 1;
          cable.cut();
        }
        return journal.acked() === 1_000;
      }, 30_000);
      t.equal(cuts, 10);
      t.equal(brain.stored.size, 1_000);
      const sent = brain.heard.filter((words) => words.startsWith("backfill")).length;
      t.ok(sent >= 200 && sent <= 200 + 11 * 32, `${sent} chunks for 200: never more than a window again for each cut`);
      await link.close();
      await brain.close();
      await cable.close();
      await broker.close();
    });

    t.test("a command goes under seal to the street side and its one result comes back", async (t) => {
      const broker = await open();
      const brain = new SmallBrain();
      await brain.connect(broker.port);
      const journal = journalOf(0);
      const link = linkTo(broker.port, journal);
      link.start();
      await until(() => link.state().state === "connected");
      await brain.send({ id: "c-1", counter: 1, setPattern: { pattern: 3, forS: 60 } });
      await until(() => journal.inbox.length === 1);
      t.match(journal.inbox[0], { command: "set-pattern", args: '{"pattern":3,"for_s":60}' });
      journal.answer();
      await until(() => brain.heard.includes("result c-1 done"));
      await brain.send({ id: "c-2", counter: 1, placeCall: { phase: 3 } });
      await until(() => brain.heard.filter((words) => words.startsWith("result")).length === 2);
      await until(() => journal.acked() === 1);
      t.same(
        brain.heard.filter((words) => words.startsWith("result")),
        ["result c-1 done", "result c-2 its counter 1 is stale: this unit has taken 1"],
      );
      await link.close();
      await brain.close();
      await broker.close();
    });
  });
}

t.test("a broker that takes three unconfirmed messages gets three, and throws nobody out", async (t) => {
  const broker = await openMosquitto("max_inflight_messages 3");
  const brain = new SmallBrain();
  await brain.connect(broker.port);
  const journal = journalOf(100);
  const link = linkTo(broker.port, journal);
  link.start();
  await until(() => journal.acked() === 200);
  t.equal(brain.heard.filter((words) => words.startsWith("presence")).length, 1);
  await link.close();
  await brain.close();
  await broker.close();
});

t.test("a broker that takes short messages gets short ones, and throws nobody out", async (t) => {
  const broker = await openMosquitto("max_packet_size 4096");
  const brain = new SmallBrain();
  await brain.connect(broker.port);
  const journal = journalOf(1, 2_000);
  const link = linkTo(broker.port, journal);
  link.start();
  await until(() => journal.acked() === 2_000);
  t.equal(brain.stored.size, 2_000);
  t.equal(brain.heard.filter((words) => words.startsWith("presence")).length, 1);
  t.ok(brain.heard.length > 5, `${journal.chunksAfter(0, 1)[0]!.body.length} bytes in ${brain.heard.length - 1} messages`);
  await link.close();
  await brain.close();
  await broker.close();
});

t.test("a brain and a broker that were both away get everything when they are back", async (t) => {
  const before = await openMosquitto();
  const journal = journalOf(5);
  const link = linkTo(before.port, journal);
  link.start();
  await until(() => link.state().state === "connected");
  await before.close();
  await until(() => link.state().state !== "connected");
  journal.commit(1);
  const after = await openMosquitto("", before.port);
  const brain = new SmallBrain();
  await brain.connect(after.port);
  await until(() => journal.acked() === 11, 20_000);
  t.pass("11 of 11");
  await link.close();
  await brain.close();
  await after.close();
});
