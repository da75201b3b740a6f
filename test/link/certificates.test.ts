import { cpSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import t, { type Test } from "tap";
import { stopline } from "#wire";
import { Link } from "../../src/link.ts";
import { watchCertificates } from "../../src/platform/certificate-watch.ts";
import { CERTIFICATE_FILES, readCertificates } from "../../src/platform/certificates.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { realTimers } from "../../src/platform/timers.ts";
import type { Connection, Message } from "../../src/sync/broker.ts";
import { topic, topicOf } from "../../src/sync/topics.ts";
import type { TestBroker } from "../platform/brokers.ts";
import { openTlsMosquitto, TestAuthority } from "../platform/tls.ts";
import { until } from "../platform/until.ts";
import { FakeJournal } from "../sync/fake-journal.ts";

const HERE = { base_ms: 20, cap_ms: 50, steady_ms: 1_000 };
const LOCAL = { host: "localhost", tls: true } as const;

function openAuthorities(t: Test) {
  const folder = t.testdir();
  return { ours: new TestAuthority(join(folder, "ours")), other: new TestAuthority(join(folder, "other")) };
}

function openLink(t: Test, port: number, certificates: string | undefined, journal = new FakeJournal("A")) {
  const told: string[] = [];
  const broker = { ...LOCAL, port, ...(certificates === undefined ? {} : { certificates }) };
  const link = new Link(
    { unit: "A", version: "1.2.3", broker, backoff: HERE },
    { connect: connectMqtt, journal, timers: realTimers, random: Math.random, verify: null },
    (words) => told.push(words),
  );
  t.teardown(() => link.close());
  link.start();
  return { link, journal, told };
}

/** Hears all, and acknowledges what has come. */
async function openBrain(t: Test, port: number, certificates: string) {
  const heard: string[] = [];
  const messages: Message[] = [];
  const stored = new Set<number>();
  let connection: Connection | null = null;
  const message = (message: Message): void => {
    const { name, unit } = topicOf(message.topic) ?? { name: "?", unit: "?" };
    heard.push(`${unit} ${name}`);
    messages.push(message);
    if (name !== "live" && name !== "backfill") return;
    const { firstSeq, records } = stopline.v1.Chunk.decode(message.payload);
    for (let i = 0; i < records.length; i++) stored.add(firstSeq + i);
    const ack = stopline.v1.Ack.encode({ unit, epoch: "e1", seq: Math.max(...stored) }).finish();
    connection?.publish(topic("ack", unit), ack, { qos: 1, retain: true }).catch(() => {});
  };
  connection = await connectMqtt({ ...LOCAL, port, certificates }, `brain-${Math.random()}`, { message, closed: () => {} });
  t.teardown(() => connection?.close());
  await connection.subscribe(["stopline/v1/#"]);
  const presence = () => messages.filter((m) => m.topic === topic("presence", "A")).map((m) => stopline.v1.Presence.decode(m.payload));
  return { heard, stored, presence };
}

async function openBroker(t: Test, authority: TestAuthority, given: string): Promise<TestBroker> {
  const broker = await openTlsMosquitto(authority, given);
  t.teardown(() => broker.close());
  return broker;
}

t.test("a unit with its certificate delivers, and says to the centre when that ends", async (t) => {
  const { ours } = openAuthorities(t);
  const broker = await openBroker(t, ours, ours.broker());
  const brain = await openBrain(t, broker.port, ours.brain());
  const { link, journal } = openLink(t, broker.port, ours.unit("A"));
  journal.commit(3);
  await until(() => journal.acked() === 3);
  t.equal(link.state().state, "connected");
  const ends = brain.presence()[0]!.certificateEndsMs;
  t.ok(Math.abs(ends - Date.now() - 30 * 86_400_000) < 60_000, new Date(ends).toISOString());
});

interface Bad {
  readonly what: string;
  /** The broker's certificate, if it is not a good one. */
  readonly broker?: (ours: TestAuthority, other: TestAuthority) => string;
  readonly unit: (ours: TestAuthority, other: TestAuthority) => string | undefined;
  readonly words: RegExp;
}

const good = (ours: TestAuthority) => ours.unit("A");

const BAD: readonly Bad[] = [
  {
    what: "a certificate that has ended",
    unit: (ours) => ours.dated(ours.unit("A"), -30, -1),
    words: /refuses our certificate, which has ended.*the certificate of A has ended on .*: make the next one \("stopline ca renew A"\)/,
  },
  {
    what: "a certificate that is not valid yet",
    unit: (ours) => ours.dated(ours.unit("A"), 2, 30),
    words: /as damaged or not valid yet.*is valid only from .*and this clock says .*is the clock right\?$/,
  },
  {
    what: "a certificate of another authority",
    unit: (ours, other) => other.trusting(other.unit("A"), ours),
    words: /does not know who signed our certificate.*copy into its folder what the authority of this broker has made for us$/,
  },
  {
    what: "a certificate that it has signed itself",
    unit: (ours) => ours.selfSigned("A"),
    words: /does not know who signed our certificate/,
  },
  {
    what: "a certificate that was revoked",
    unit: (ours) => {
      const given = ours.unit("A");
      ours.authority.revoke("A", false);
      return given;
    },
    words: /our certificate has been revoked.*was this unit stolen or replaced\?/,
  },
  {
    what: "no certificate",
    unit: () => undefined,
    words: /its certificate is not trusted.*is ca\.crt in the folder of certificates/,
  },
  {
    what: "the broker's certificate",
    unit: (ours) => ours.broker(),
    words: /our certificate is not one for a unit or a brain/,
  },
  {
    what: "a good certificate at a broker whose own has ended",
    broker: (ours) => ours.dated(ours.broker(), -30, -1),
    unit: good,
    words: /its certificate has ended.*is this unit's clock right\?/,
  },
  {
    what: "a good certificate at a broker whose own is not valid yet",
    broker: (ours) => ours.dated(ours.broker(), 2, 30),
    unit: good,
    words: /its certificate is not valid yet.*is this unit's clock right\?/,
  },
  {
    what: "a good certificate at a broker of another authority",
    broker: (_ours, other) => other.broker(),
    unit: good,
    words: /its certificate is not trusted.*is ca\.crt in the folder of certificates the one of this broker's authority/,
  },
  {
    what: "a good certificate at a broker with another name",
    broker: (ours) => ours.broker("elsewhere.example.net"),
    unit: good,
    words: /its certificate is for another name/,
  },
  {
    what: "a good certificate at a unit that plays the broker",
    broker: (ours) => ours.unit("B"),
    unit: good,
    words: /what answers there is no broker/,
  },
];

for (const { what, broker: brokerOf, unit, words } of BAD) {
  t.test(`a unit with ${what} gets nothing through, and says what to do`, async (t) => {
    const { ours, other } = openAuthorities(t);
    const certificates = unit(ours, other);
    const broker = await openBroker(t, ours, brokerOf?.(ours, other) ?? ours.broker());
    const { link, journal, told } = openLink(t, broker.port, certificates);
    journal.commit(3);
    await until(() => told.length > 0);
    t.match(told[0], words);
    t.not(link.state().state, "connected");
    t.equal(journal.acked(), 0);
  });
}

t.test("a broker that speaks TLS 1.2 and nothing newer is not spoken to", async (t) => {
  const { ours } = openAuthorities(t);
  const { certificate: cert, key } = readCertificates(ours.broker());
  const server = createServer({ cert, key, maxVersion: "TLSv1.2" }).on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  t.teardown(() => server.close());
  const { told } = openLink(t, (server.address() as AddressInfo).port, ours.unit("A"));
  await until(() => told.length > 0);
  t.match(told[0], /it does not speak TLS 1\.3.*give the broker tls_version tlsv1\.3/);
});

t.test("who speaks nothing newer than TLS 1.2 does not get in, whatever its certificate", async (t) => {
  const { ours } = openAuthorities(t);
  const broker = await openBroker(t, ours, ours.broker());
  t.match(ours.clientSays(ours.unit("A"), broker.port, "-tls1_2"), /alert protocol version/);
  t.match(ours.clientSays(ours.unit("B"), broker.port, "-tls1_3"), /Cipher is TLS_/);
  t.match(ours.clientSays(null, broker.port, "-tls1_3"), /alert certificate required/, "nor who has none at all");
});

t.test("a unit with a good certificate speaks under its own name alone, hears no other's commands, and puts out nobody", async (t) => {
  const { ours } = openAuthorities(t);
  const broker = await openBroker(t, ours, ours.broker());
  const brain = await openBrain(t, broker.port, ours.brain());
  const { link, journal } = openLink(t, broker.port, ours.unit("A"));
  journal.commit(1);
  await until(() => journal.acked() === 1);
  brain.heard.length = 0;

  const heard: string[] = [];
  const address = { ...LOCAL, port: broker.port, certificates: ours.unit("B") };
  // Under A's client id, which would take A's place at a broker that lets clients choose.
  const thief = await connectMqtt(address, "stopline-A", { message: (m) => heard.push(m.topic), closed: () => {} });
  t.teardown(() => thief.close());
  for (const name of ["presence", "live", "backfill", "result", "ack", "command"] as const) {
    await t.rejects(thief.publish(topic(name, "A"), new Uint8Array([1]), { qos: 1, retain: true }), /does not allow this/, `${name} of A`);
  }
  for (const name of ["ack", "command"] as const) {
    await t.rejects(thief.publish(topic(name, "B"), new Uint8Array([1]), { qos: 1, retain: true }), /does not allow this/, `${name} of B`);
  }
  await thief.publish(topic("status", "A"), new Uint8Array([1]), { qos: 0, retain: true });
  await thief.publish(topic("departures", "A"), new Uint8Array([1]), { qos: 0, retain: false });
  // mosquitto takes a subscription in silence and gives out what the list allows.
  await thief.subscribe(["stopline/v1/#", topic("command", "A")]).catch(() => {});
  await thief.publish(topic("presence", "B"), new Uint8Array([1]), { qos: 1, retain: false });
  journal.commit(1);
  await until(() => journal.acked() === 2);
  await until(() => brain.heard.includes("B presence"));
  t.same([...new Set(brain.heard)].sort(), ["A ack", "A live", "B presence"], "the brain has heard of A what A has said");
  t.same(heard, [], "nobody's acknowledgements, presence or journal");
  t.equal(link.state().state, "connected");
});

t.test("a watcher hears everything and can say nothing", async (t) => {
  const { ours } = openAuthorities(t);
  const broker = await openBroker(t, ours, ours.broker());
  const heard: string[] = [];
  const certificates = ours.authority.issue("watcher", "watcher", [], 30);
  const watcher = await connectMqtt({ ...LOCAL, port: broker.port, certificates }, "w", {
    message: (m) => heard.push(m.topic),
    closed: () => {},
  });
  t.teardown(() => watcher.close());
  await watcher.subscribe(["stopline/v1/#"]);
  openLink(t, broker.port, ours.unit("A"));
  await until(() => heard.includes(topic("presence", "A")));
  await t.rejects(watcher.publish(topic("command", "A"), new Uint8Array([1]), { qos: 1, retain: false }), /does not allow this/);
});

t.test("a new certificate takes the old one's place while the unit runs: nothing is lost, nobody hears of an absence", async (t) => {
  const { ours } = openAuthorities(t);
  const broker = await openBroker(t, ours, ours.broker());
  const brain = await openBrain(t, broker.port, ours.brain());
  const folder = join(ours.folder, "own");
  cpSync(ours.dated(ours.unit("A"), -30, 5), folder, { recursive: true });
  const { link, journal, told } = openLink(t, broker.port, folder);
  const stop = watchCertificates(
    folder,
    () => link.redial(),
    (words) => told.push(words),
    5,
  );
  t.teardown(stop);
  journal.commit(3);
  await until(() => journal.acked() === 3);
  t.match(told.join("\n"), /the certificate of A ends on .*, in 4 days: make the next one \("stopline ca renew A"\)/);

  const next = ours.unit("A");
  // The certificate first, without its key: half a copy.
  rmSync(join(folder, CERTIFICATE_FILES.certificate));
  cpSync(join(next, CERTIFICATE_FILES.certificate), join(folder, CERTIFICATE_FILES.certificate));
  journal.commit(3);
  await until(() => journal.acked() === 6);
  t.equal(brain.presence().length, 1, "the connection that stands stays");
  cpSync(join(next, CERTIFICATE_FILES.key), join(folder, CERTIFICATE_FILES.key));
  await until(() => brain.presence().length === 2);
  journal.commit(3);
  await until(() => journal.acked() === 9);
  t.same(
    [...brain.stored].sort((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  const { ONLINE } = stopline.v1.Presence.State;
  const [first, second] = brain.presence();
  t.same([first!.state, second!.state, brain.presence().length], [ONLINE, ONLINE, 2], "neither offline nor shutdown in between");
  t.ok(second!.certificateEndsMs > first!.certificateEndsMs + 20 * 86_400_000);
});
