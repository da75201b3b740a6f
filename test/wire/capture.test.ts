import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync, type IClientOptions } from "mqtt";
import t from "tap";
import { stopline } from "#wire";
import { unknownFields } from "../../src/brain/wire-fields.ts";
import { openBrain } from "../../src/centre.ts";
import { openKey } from "../../src/platform/keys.ts";
import { openLinkJournal } from "../../src/platform/recorder.ts";
import { TOPICS, topic, topicOf } from "../../src/sync/topics.ts";
import { openMosquitto } from "../platform/brokers.ts";
import { until } from "../platform/until.ts";
import { codecOf, meaningOf } from "./bytes.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;
const SMALL = readFileSync(new URL("../config/small.toml", import.meta.url), "utf8");
const ROAD = '[[neighbours]]\nunit = "NEXT"\napproach = "south"\ndistance = 300\nlanes = [{ approach = "south", lane = 1 }]\n';

interface Heard {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly retain: boolean;
}

interface Document {
  readonly operations: {
    readonly [name: string]: { readonly bindings: { readonly mqtt: { readonly qos: number; readonly retain: boolean } } };
  };
  readonly channels: { readonly [name: string]: { readonly address: string; readonly messages: object } };
}

/** What the document says, out of the YAML file itself: its texts are JSON's, its nesting is two spaces. */
function documented(): Document {
  const lines = readFileSync(new URL("../../proto/asyncapi.yaml", import.meta.url), "utf8")
    .split("\ncomponents:")[0]!
    .split("\n");
  const root: { [key: string]: unknown } = {};
  const open: { [key: string]: unknown }[] = [root];
  for (const line of lines) {
    const [, indent, name, value] = /^((?: {2})*)"?([^"#: -][^":]*)"?:(?: (.*))?$/.exec(line) ?? [];
    if (indent === undefined || name === undefined) continue;
    open.length = indent.length / 2 + 1;
    const at = open.at(-1);
    if (at === undefined) continue;
    at[name] = value === undefined ? {} : JSON.parse(value);
    if (value === undefined) open.push(at[name] as { [key: string]: unknown });
  }
  return root as unknown as Document;
}

t.test("a whole run says on the wire what the documents say: every topic, every kind of message, through a real broker", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "stopline-wire-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const broker = await openMosquitto();
  t.teardown(() => broker.close());
  const heard: Heard[] = [];
  // Retained flags as they were sent: MQTT 5 can be asked to leave them.
  const options: IClientOptions = { protocolVersion: 5, clientId: "ear", reconnectPeriod: 0 };
  const ear = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, options);
  t.teardown(() => ear.endAsync(true));
  ear.on("message", (topic, payload, { qos, retain }) => heard.push({ topic, payload, qos, retain }));
  await ear.subscribeAsync("#", { qos: 2, rap: true });

  const site = join(folder, "site.toml");
  writeFileSync(site, SMALL + ROAD);
  const own = ["--journal", join(folder, "journal.db"), "--live", join(folder, "live.sock")];
  const start = (...words: readonly string[]) => {
    const child = spawn(process.execPath, [CLI, ...words], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("close", resolve));
    t.teardown(async () => {
      child.kill("SIGKILL");
      await ended;
    });
    return { child, ended };
  };
  start("unit", site, ...own, "--ports", folder);
  // What lies in the journal before the link begins is backfill.
  const journal = openLinkJournal(join(folder, "journal.db"), "TEST-002");
  t.teardown(() => journal.close());
  await until(() => journal.last_seq() > 0, 20_000);
  const key = join(folder, "key.pem");
  const at = { host: "127.0.0.1", port: broker.port, tls: false };
  const brain = await openBrain({ broker: at, store: join(folder, "brain.db"), key });
  t.teardown(() => brain.close());
  const dial = ["--broker", `127.0.0.1:${broker.port}`, "--plain", "--command-key", openKey(key).publicKey];
  const link = start("link", site, ...own, ...dial);
  await until(async () => (await brain.fleet()).some(({ unit, presence }) => unit === "TEST-002" && presence === "online"), 20_000);
  t.match(await brain.send("TEST-002", { placeCall: { phase: 2, pedestrian: false } }, { expires_s: 20 }), { done: true });
  // No vehicle is about: its word is said for it.
  const body = stopline.v1.Position.encode({ vehicle: "TEST-002", atMs: 1, latitudeE7: -5, longitudeE7: 5, way: ["a", "b"] }).finish();
  const position = stopline.v1.SealedPosition.encode({ body, signature: new Uint8Array(64) }).finish();
  await ear.publishAsync(topic("position", "TEST-002"), Buffer.from(position));
  const topics = () => new Set(heard.map(({ topic }) => topicOf(topic)?.name));
  await until(() => topics().size === Object.keys(TOPICS).length, 40_000);
  await until(() => journal.acked() > 0, 20_000);
  link.child.kill("SIGTERM");
  await link.ended;
  await until(() => heard.filter(({ topic }) => topicOf(topic)?.name === "presence").length > 1);

  const document = documented();
  for (const { topic, payload, qos, retain } of heard) {
    const name = topicOf(topic)?.name;
    if (name === undefined) {
      t.fail(`a topic that no document has: ${topic}`);
      continue;
    }
    const channel = document.channels[name]!;
    const { bindings } = document.operations[name]!;
    const said = { address: topic.replace("TEST-002", "{unit}"), qos, retain };
    const written = { address: channel.address, qos: bindings.mqtt.qos, retain: bindings.mqtt.retain };
    if (JSON.stringify(said) !== JSON.stringify(written)) t.same(said, written, topic);
    const [message] = Object.keys(channel.messages);
    const [first, ...rest] = fit(message!, payload);
    if (first !== undefined) t.fail(`${topic}: ${[first, ...rest].join("; ")}`);
  }
  t.pass(`${heard.length} messages on ${topics().size} topics`);
  const presences = heard
    .filter(({ topic }) => topic.endsWith("/presence/unit"))
    .map(({ payload }) => meaningOf("Presence", payload)["state"]);
  t.same([presences[0], presences.at(-1)], ["ONLINE", "SHUTDOWN"]);
  const chunks = heard
    .filter(({ topic }) => topic.includes("/journal/"))
    .map(({ topic, payload }) => [topic.endsWith("backfill"), stopline.v1.Chunk.decode(payload).historical]);
  t.ok(
    chunks.every(([backfill, historical]) => backfill === historical),
    "historical is what backfill is, and nothing else",
  );
});

/** What does not fit between a message and the documents: a field that they do not have, bytes that say more than they mean. */
function fit(message: string, payload: Buffer): readonly string[] {
  const strange = unknownFields(message, payload).map((field) => `${field} is in no .proto file`);
  if (payload.length === 0) strange.push("it is empty");
  const codec = codecOf(message);
  const again = codec.encode(codec.decode(payload)).finish();
  if (again.length > payload.length) strange.push("decoded it is more than it was");
  if (message === "SealedPosition") return [...strange, ...fit("Position", Buffer.from(stopline.v1.SealedPosition.decode(payload).body))];
  if (message !== "SealedCommand") return strange;
  return [...strange, ...fit("Command", Buffer.from(stopline.v1.SealedCommand.decode(payload).body))];
}
