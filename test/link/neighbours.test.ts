import { fileURLToPath } from "node:url";
import { connectAsync, type MqttClient } from "mqtt";
import t from "tap";
import { stopline } from "#wire";
import { Link } from "../../src/link.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { realTimers } from "../../src/platform/timers.ts";
import { topic } from "../../src/sync/topics.ts";
import type { Departures } from "../../src/traffic/departures.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { BROKERS, openMosquitto } from "../platform/brokers.ts";
import { until } from "../platform/until.ts";
import { FakeBroker } from "../sync/fake-broker.ts";
import { FakeJournal } from "../sync/fake-journal.ts";
import { HandTimers } from "../sync/hand-timers.ts";
import { live } from "./live.ts";

const ACL = fileURLToPath(new URL("../../deploy/broker/acl", import.meta.url));
const said = (issued: number): Departures => ({
  issued: WallTime(issued),
  lanes: [{ approach: "south", lane: 1, left: [1, 0, 2], expected: [50] }],
});
const body = (unit: string, issuedMs: number) =>
  stopline.v1.Departures.encode({ unit, issuedMs, lanes: [{ approach: "south", lane: 1, left: [1] }] }).finish();

/** The centre side of `unit`, which listens to `neighbours`. */
function linkOf(unit: string, neighbours: readonly string[], port: number) {
  const heard: [string, Departures][] = [];
  const link = new Link(
    { unit, version: "1", broker: { host: "127.0.0.1", port, tls: false }, neighbours },
    {
      connect: connectMqtt,
      journal: new FakeJournal(unit),
      timers: realTimers,
      random: Math.random,
      verify: null,
      heard: (...each) => heard.push(each),
    },
  );
  link.start();
  return { link, heard };
}

for (const [name, open] of BROKERS) {
  t.test(`with the ${name} broker a unit hears its neighbour, and nobody else`, async (t) => {
    const broker = await open();
    const [a, b, c] = [linkOf("A", ["B"], broker.port), linkOf("B", ["A"], broker.port), linkOf("C", [], broker.port)];
    await until(() => [a, b, c].every(({ link }) => link.state().state === "connected"));
    let issued = 1;
    // Subscriptions are on their way: who is not heard says something new.
    await until(() => {
      a.link.live(live({ unit: "A", departures: said(issued++) }));
      c.link.live(live({ unit: "C", departures: said(issued) }));
      return b.heard.length > 0;
    });
    t.equal(b.heard[0]![0], "A");
    t.same(b.heard[0]![1].lanes, said(1).lanes);
    t.ok(
      b.heard.every(([unit]) => unit === "A"),
      "C is nobody's neighbour",
    );
    t.same([a.heard, c.heard], [[], []]);
    for (const { link } of [a, b, c]) await link.close();
    await broker.close();
  });
}

t.test("with the access list nobody speaks under another's name, and a stranger learns at most who leaves where", async (t) => {
  const broker = await openMosquitto(`acl_file ${ACL}`);
  const named = (username: string) => connectAsync({ host: "127.0.0.1", port: broker.port, username, protocolVersion: 5 });
  const [a, b, brain] = [await named("A"), await named("B"), await named("brain")];
  const nobody = await connectAsync({ host: "127.0.0.1", port: broker.port });
  const heard = new Map<MqttClient, string[]>();
  for (const client of [a, b, brain, nobody]) {
    heard.set(client, []);
    client.on("message", (text, payload) => heard.get(client)!.push(`${text} ${payload}`));
    await client.subscribeAsync("stopline/v1/#", { qos: 1 }).catch(() => {});
    for (const unit of ["A", "B"]) await client.subscribeAsync(topic("departures", unit), { qos: 1 }).catch(() => {});
  }
  const publish = (client: MqttClient, text: string, words: string) => client.publishAsync(text, words, { qos: 1 }).catch(() => {});
  for (const forger of [b, nobody]) await publish(forger, topic("departures", "A"), "forged");
  await publish(b, topic("ack", "A"), "forged");
  await publish(b, topic("command", "A"), "forged");
  await publish(b, topic("departures", "B"), "true");
  await publish(a, topic("departures", "A"), "true");
  // Each has what was said last; who subscribed twice may have what came before it twice.
  await until(() => [a, b, brain, nobody].every((client) => heard.get(client)!.includes("stopline/v1/A/departures/lanes true")));
  const all = [...heard.values()].flat();
  t.notOk(all.some((words) => words.endsWith("forged")));
  t.same(heard.get(nobody), ["stopline/v1/B/departures/lanes true", "stopline/v1/A/departures/lanes true"]);
  for (const client of [a, b, brain, nobody]) await client.endAsync();
  await broker.close();
});

/** A link in a world that the test turns by hand. */
function bench(neighbours: readonly string[]) {
  const timers = new HandTimers(Date.UTC(2026, 10, 24, 12));
  const broker = new FakeBroker();
  const [told, heard]: [string[], string[]] = [[], []];
  const journal = new FakeJournal("A");
  const link = new Link(
    { unit: "A", version: "1", broker: { host: "brain.example.net", port: 8883, tls: true }, neighbours },
    { connect: broker.connect, journal, timers, random: () => 0.5, verify: null, heard: (unit) => heard.push(unit) },
    (words) => told.push(words),
  );
  const message = (about: string, payload: Uint8Array, retained = false) =>
    broker.last.on.message({ topic: topic("departures", about), payload, retained });
  return { timers, broker, told, heard, link, message };
}

t.test("who speaks for another, is no neighbour or was kept by the broker is not heard", async (t) => {
  const { timers, broker, heard, link, message } = bench(["B"]);
  link.start();
  await timers.pass(0);
  t.ok(broker.last.subscribed.includes("stopline/v1/B/departures/lanes"));
  message("B", body("C", 1));
  message("C", body("C", 1));
  message("A", body("A", 1));
  message("B", body("B", 1), true);
  message("B", Uint8Array.of(255));
  t.same(heard, []);
  message("B", body("B", 1));
  t.same(heard, ["B"]);
});

t.test("who leaves goes out at QoS 0, is not retained, and waits for nobody", async (t) => {
  const { timers, broker, link } = bench(["B"]);
  broker.confirms = false;
  link.start();
  await timers.pass(0);
  broker.last.published[0]!.confirm();
  const sent = () => broker.last.published.filter((each) => each.topic === "stopline/v1/A/departures/lanes");
  link.live(live({ departures: said(1) }));
  await timers.pass(1_000);
  t.match(sent(), [{ qos: 0, retain: false }]);
  link.live(live({ departures: said(2) }));
  await timers.pass(5_000);
  t.equal(sent().length, 1, "nothing piles up on a line that takes nothing");
  sent()[0]!.confirm();
  await timers.pass(200);
  t.equal(sent().length, 2);
});

t.test("a broker that lets nobody hear a neighbour costs a word, not the connection", async (t) => {
  const { timers, broker, told, link } = bench(["B"]);
  broker.refuses = (filter) => filter.includes("departures");
  link.start();
  await timers.pass(1_000);
  t.equal(link.state().state, "connected");
  t.same(told.toSorted(), ["connected to brain.example.net:8883", "who leaves neighbour B cannot be heard: not authorized"]);
});
