import { createRequire } from "node:module";
import { createServer } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import t from "tap";
import { openBroker } from "../../src/platform/broker.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { brokerWords } from "../../src/platform/mqtt-words.ts";
import { Busy, type Message } from "../../src/sync/broker.ts";
import { BROKERS, openCable, openMosquitto } from "./brokers.ts";
import { freePort } from "./ports.ts";
import { until } from "./until.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const words = (message: Message) => `${message.topic} ${Buffer.from(message.payload)}${message.retained ? " (retained)" : ""}`;
const at = (port: number) => ({ host: "127.0.0.1", port, tls: false });

/** A client that writes down everything it hears. */
async function listener(port: number, name: string, filters: readonly string[]) {
  const heard: string[] = [];
  const causes: string[] = [];
  const connection = await connectMqtt(at(port), name, {
    message: (message) => heard.push(words(message)),
    closed: (cause) => causes.push(cause),
  });
  if (filters.length > 0) await connection.subscribe(filters);
  return { heard, causes, connection };
}

for (const [name, open] of BROKERS) {
  t.test(`with the ${name} broker`, async (t) => {
    const broker = await open();
    t.teardown(() => broker.close());

    t.test("a message goes to whoever listens, a retained one also to whoever comes later", async (t) => {
      const ear = await listener(broker.port, "ear", ["a/+"]);
      const mouth = await listener(broker.port, "mouth", []);
      await mouth.connection.publish("a/one", bytes("once"), { qos: 1, retain: false });
      await mouth.connection.publish("a/two", bytes("kept"), { qos: 1, retain: true });
      await until(() => ear.heard.length === 2);
      t.same(ear.heard, ["a/one once", "a/two kept"]);
      const late = await listener(broker.port, "late", ["a/+"]);
      await until(() => late.heard.length === 1);
      t.same(late.heard, ["a/two kept (retained)"]);
      for (const each of [ear, mouth, late]) await each.connection.close();
    });

    t.test("a will is said for who was cut off, retained, and not for who said goodbye", async (t) => {
      const cable = await openCable(broker.port);
      const will = (of: string) => ({ topic: `will/${of}`, payload: bytes("gone") });
      const ear = await listener(broker.port, "ear", ["will/+"]);
      const causes: string[] = [];
      const on = { message: () => {}, closed: (cause: string) => causes.push(cause) };
      const polite = await connectMqtt(at(cable.port), "polite", on, will("polite"));
      await polite.close();
      t.match(causes, [/closed by us/]);
      await connectMqtt(at(cable.port), "cut", on, will("cut"));
      cable.cut();
      await until(() => ear.heard.length > 0);
      t.same(ear.heard, ["will/cut gone"]);
      await until(() => causes.length === 2);
      t.match(causes[1], /^broker 127\.0\.0\.1:\d+: it (cut|closed) the connection/);
      const late = await listener(broker.port, "late", ["will/+"]);
      await until(() => late.heard.length > 0);
      t.same(late.heard, ["will/cut gone (retained)"]);
      for (const each of [ear, late]) await each.connection.close();
      await cable.close();
    });

    t.test("what was not confirmed when the line was cut is rejected, and what comes after at once", async (t) => {
      const cable = await openCable(broker.port);
      const unit = await listener(cable.port, "unit", []);
      cable.deafen();
      const lost = unit.connection.publish("a/b", bytes("x"), { qos: 1, retain: false });
      const refused = t.rejects(lost, /connection/);
      cable.cut();
      await refused;
      await t.rejects(unit.connection.publish("a/b", bytes("x"), { qos: 1, retain: false }), /connection/);
      await t.rejects(unit.connection.subscribe(["a/b"]), /connection/);
      t.equal(unit.causes.length, 1, "the end is told once");
      await unit.connection.close();
      await cable.close();
    });

    t.test("a second client with the same name takes the first one's place, which is told", async (t) => {
      const first = await listener(broker.port, "twin", []);
      const second = await listener(broker.port, "twin", []);
      await until(() => first.causes.length === 1);
      t.match(first.causes[0], /a second client with our name|another client with our name/);
      t.equal(second.causes.length, 0);
      await second.connection.close();
    });
  });
}

t.test("what the broker takes at once and at most is told, where the broker says so", async (t) => {
  const mosquitto = await openMosquitto("max_inflight_messages 7\nmax_packet_size 20000");
  const seven = await listener(mosquitto.port, "seven", []);
  t.equal(seven.connection.receiveMaximum, 7);
  t.equal(seven.connection.packetMaximum, 20_000);
  await seven.connection.close();
  await mosquitto.close();
  const embedded = await openBroker({ host: "127.0.0.1", port: 0 });
  const open = await listener(embedded.port, "open", []);
  t.equal(open.connection.receiveMaximum, 65_535, "MQTT 3.1.1 has none");
  t.equal(open.connection.packetMaximum, 262_144, "nor this: ours then");
  await open.connection.close();
  await embedded.close();
});

t.test("a huge message on a topic of ours does not reach us: the broker keeps what we said that we do not take", async (t) => {
  const broker = await openMosquitto("max_packet_size 2000000");
  const ear = await listener(broker.port, "ear", ["a/+"]);
  const mouth = await listener(broker.port, "mouth", []);
  await mouth.connection.publish("a/huge", new Uint8Array(1_000_000), { qos: 1, retain: false });
  await mouth.connection.publish("a/small", bytes("after it"), { qos: 1, retain: false });
  await until(() => ear.heard.length > 0);
  t.same(ear.heard, ["a/small after it"]);
  t.same(ear.causes, []);
  await ear.connection.close();
  await mouth.connection.close();
  await broker.close();
});

/** A broker that answers each CONNECT with these bytes, by the version asked for; and what it was asked. */
async function answering(answer: (version: number) => readonly number[]) {
  const asked: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (bytes: Buffer) => {
      asked.push(bytes);
      // Fixed header of two bytes while the packet is short, then "MQTT" with its length before it.
      socket.end(Uint8Array.from(answer(bytes[bytes.indexOf("MQTT") + 4]!)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address");
  return { port: address.port, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}

t.test("a broker that is there but has no room says so, in words, and as one that wants to be left alone", async (t) => {
  const on = { message: () => {}, closed: () => t.fail("there was no connection that could close") };
  for (const [code, words] of [
    [0x88, /has no room for us now/],
    [0x89, /is busy/],
    [0x97, /our quota is used up/],
    [0x9c, /another server is ours now.*ask the centre which/],
    [0x9d, /has moved.*ask the centre where/],
    [0x9f, /too many connect at once/],
  ] as const) {
    const broker = await answering(() => [0x20, 3, 0, code, 0]);
    const error = await connectMqtt(at(broker.port), "unit", on).catch((e: Error) => e);
    t.ok(error instanceof Busy, `0x${code.toString(16)}`);
    t.match(error, { message: words });
    t.equal(broker.asked.length, 1, "and it is not asked in an older version of MQTT");
    await broker.close();
  }
  const old = await answering((version) => (version === 5 ? [0x20, 2, 0, 1] : [0x20, 2, 0, 3]));
  const error = await connectMqtt(at(old.port), "unit", on).catch((e: Error) => e);
  t.ok(error instanceof Busy);
  t.match(error, { message: /has no room for us now/ });
  await old.close();
  const banned = await answering(() => [0x20, 3, 0, 0x8a, 0]);
  t.notOk((await connectMqtt(at(banned.port), "unit", on).catch((e: Error) => e)) instanceof Busy);
  await banned.close();
});

t.test("a broker is told how many unconfirmed messages it may have with us", async (t) => {
  const broker = await answering(() => [0x20, 3, 0, 0x89, 0]);
  await connectMqtt(at(broker.port), "unit", { message: () => {}, closed: () => {} }).catch(() => {});
  // MQTT 5, 3.1.2.11.3: property 33, two bytes.
  t.ok(broker.asked[0]!.includes(Buffer.from([33, 0, 100])));
  await broker.close();
});

t.test("a broker that ends is noticed", async (t) => {
  for (const [name, open] of BROKERS) {
    const broker = await open();
    const unit = await listener(broker.port, "unit", []);
    await broker.close();
    await until(() => unit.causes.length === 1);
    t.match(unit.causes[0], name === "mosquitto" ? /is being shut down|closed the connection/ : /closed the connection|cut the connection/);
  }
});

t.test("a connection that cannot be made says what is wrong, where, and what to do", async (t) => {
  const on = { message: () => {}, closed: () => t.fail("there was no connection that could close") };
  const port = await freePort();
  await t.rejects(connectMqtt(at(port), "unit", on), {
    message: `broker 127.0.0.1:${port}: nobody listens there (connect ECONNREFUSED 127.0.0.1:${port}); is the broker running, and are host and port in the site file right?`,
  });
  await t.rejects(
    connectMqtt({ host: "no-such-host.invalid", port, tls: false }, "unit", on),
    /^broker no-such-host\.invalid:\d+: the name has no address .*; is the host in the site file spelled right/,
  );

  const hangsUp = createServer((socket) => socket.resume().end());
  await new Promise<void>((resolve) => hangsUp.listen(port, "127.0.0.1", resolve));
  await t.rejects(connectMqtt(at(port), "unit", on), /: it hung up before it answered; is this an MQTT port/);
  await new Promise((resolve) => hangsUp.close(resolve));

  const secured = await openMosquitto("acl_file /dev/null");
  await t.rejects(connectMqtt({ ...at(secured.port), tls: true }, "unit", on), /does not speak TLS there|cut the connection|hung up/);
  await secured.close();
});

t.test("a broker that does not let us publish says so", async (t) => {
  const mosquitto = await openMosquitto("acl_file /dev/null");
  const unit = await listener(mosquitto.port, "unit", []);
  await t.rejects(unit.connection.publish("a/b", bytes("x"), { qos: 1, retain: false }), /does not allow this.*access list/);
  await unit.connection.close();
  await mosquitto.close();
});

t.test("a port that is taken is named", async (t) => {
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  await t.rejects(
    openBroker({ host: "127.0.0.1", port: broker.port }),
    /cannot listen on 127\.0\.0\.1:\d+: something else listens there already/,
  );
  await broker.close();
});

t.test("trouble with a broker that was named on the command line does not send anybody to the site file", async (t) => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const address = { host: "brain.example.net", port: 8883, tls: true };
  t.match(brokerWords(address, refused), /are host and port in the site file right\?$/);
  t.match(brokerWords({ ...address, typed: true }, refused), /are host and port right\?$/);
  t.match(brokerWords(address, new Error("wrong version number")), /or say tls = false in the site file$/);
  t.match(brokerWords({ ...address, typed: true }, new Error("wrong version number")), /or say --plain$/);
  const wanted = new Error(
    "0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../rec_layer_s3.c:918:SSL alert number 116",
  );
  t.match(
    brokerWords(address, wanted),
    /wants a certificate, and we have none \(TLS alert: certificate required\);.*certificates = "DIR" in the site file$/,
  );
  t.match(brokerWords({ ...address, typed: true }, wanted), /name the folder of ours with --certificates DIR$/);
  t.match(
    brokerWords(address, wanted, "the certificate of A has ended"),
    /; the certificate of A has ended$/,
    "what we know better ourselves",
  );
});

t.test(
  "a link that has said messages of five thousand lengths holds no more memory than before: a roadside unit lost half a gigabyte a day",
  async (t) => {
    const broker = await openBroker({ host: "127.0.0.1", port: 0 });
    t.teardown(() => broker.close());
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const held = (): number => {
      collect();
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const { connection } = await listener(broker.port, "mouth", []);
    const payload = new Uint8Array(10_000);
    const say = async (from: number): Promise<void> => {
      for (let n = from; n < from + 2_500; n++) {
        await connection.publish("a", payload.subarray(0, n), { qos: 0, retain: false });
        // What else goes on in a process takes the pool on to its next slab.
        Buffer.allocUnsafe(3_000);
      }
    };
    await say(200);
    const before = held();
    await say(3_000);
    const grown = held() - before;
    await connection.close();
    t.ok(grown < 500_000, `${grown} bytes more`);
  },
);

t.test("who is connected keeps no Buffer for each number that a packet may have: they were 8 MB of every link", async (t) => {
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());
  const { connection } = await listener(broker.port, "mouth", []);
  await connection.publish("a", new Uint8Array(300), { qos: 1, retain: false });
  const { cache } = createRequire(import.meta.url)("mqtt-packet/numbers.js") as { readonly cache: object };
  t.equal(Object.keys(cache).length, 0);
  await connection.close();
});
