import { spawn } from "node:child_process";
import t from "tap";
import { stopline } from "#wire";
import { tapped, tappedLines } from "../../src/brain/tapped.ts";
import { openBroker } from "../../src/platform/broker.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { signatureBy } from "../../src/platform/signature.ts";
import { TOPICS, type TopicName, topic } from "../../src/sync/topics.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { until } from "../platform/until.ts";
import { brainKey } from "../sync/seal.ts";
import { released } from "../wire/bytes.ts";
import { dice } from "./dice.ts";
import { chunkOf, FakeUnit, message, presenceOf, statusOf } from "./fake-unit.ts";

const AT = WallTime(Date.UTC(2026, 0, 5, 12, 3, 4, 500));
const names = Object.keys(TOPICS) as TopicName[];
const { key, seal } = brainKey();
const verify = signatureBy(key);
const lines = (name: TopicName, body: Uint8Array) => tappedLines(tapped(message(name, "A", body), verify), AT);

t.test("each kind of message is said in words", async (t) => {
  t.match(lines("presence", presenceOf("A", "e1", { lastSeq: 9, ackedSeq: 4 })), [
    /^12:03:04\.500 A presence\/unit: ONLINE since 2026-01-05T12:00:00\.000Z, version 0\.1\.0, journal e1: 4 of 9 acknowledged, \d+ bytes$/,
  ]);
  const phases = [
    { phase: 2, interval: "green" },
    { phase: 4, interval: "red" },
  ];
  t.match(
    lines(
      "status",
      statusOf("A", "", { phases, failedDetectors: [3, 5], monitorFault: "conflict", doubts: [{ detector: 4, doubt: "stuck on?" }] }),
    )[0],
    /status\/signals: actuated, pattern 0, 2 green, 4 red, monitor: conflict, failed detectors 3 5, doubted: detector 4 \(stuck on\?\), no journal,/,
  );
  const [head, first, second] = lines("live", chunkOf("A", "e1", 7, 8));
  t.match(head, /journal\/live: records 7 to 8 of journal e1, session 1, \d+ bytes/);
  t.match([first, second], [/^ {4}7 12:00:00 detector on, detector 8 = 7$/, /^ {4}8 12:00:00 detector off, detector 9 = 8$/]);
  t.match(
    lines("ack", stopline.v1.Ack.encode({ unit: "A", epoch: "e1", seq: 5 }).finish())[0],
    /everything of journal e1 up to 5 is stored/,
  );
  t.match(
    lines("result", stopline.v1.Result.encode({ unit: "A", commandId: "x", refused: "no phase 9" }).finish())[0],
    /result\/command: x refused: no phase 9/,
  );
});

t.test("a sealed command is opened, and its seal is held against the key", async (t) => {
  const command = { id: "x1", unit: "A", counter: 7, issuedMs: AT, expiresMs: AT + 5_000, placeCall: { phase: 3, pedestrian: true } };
  const sealed = seal(command);
  t.match(
    lines("command", sealed)[0],
    /command\/sealed: place-call \{"phase":3,"pedestrian":true\}, id x1, counter 7, .*, sealed by the key, \d+ bytes/,
  );
  t.match(lines("command", brainKey().seal(command))[0], /NOT SEALED by the key/);
  t.match(tappedLines(tapped(message("command", "A", sealed), null), AT)[0], /its seal not checked/);
});

t.test("what this program does not know is named, and what cannot be read is said to be so", async (t) => {
  const newer = Buffer.concat([Buffer.from(presenceOf("A", "e1")), Buffer.from([0xa0, 0x06, 0x01])]);
  t.same(tapped(message("presence", "A", newer), null).unknown, ["Presence.100"]);
  t.match(lines("presence", newer)[0], /; unknown: Presence\.100$/);
  const phase = Buffer.concat([Buffer.from(statusOf("A", "e1")), Buffer.from([0x32, 0x05, 0x08, 0x02, 0xa0, 0x06, 0x01])]);
  t.same(tapped(message("status", "A", phase), null).unknown, ["Status.phases.100"]);
  t.match(lines("live", Uint8Array.of(0xff, 0xff))[0], /^12:03:04\.500 A journal\/live: .*, 2 bytes$/);
  const other = tapped({ topic: "stopline/v9/A/x", payload: new Uint8Array(3), retained: true }, null);
  t.match(tappedLines(other, AT), ["12:03:04.500 stopline/v9/A/x: a topic that the contract does not have, retained, 3 bytes"]);
});

t.test("whatever the bytes are, they are said and nothing throws", async (t) => {
  const roll = dice(11);
  const bodies = released().map(({ hex }) => Buffer.from(hex, "hex"));
  for (let i = 0; i < 3_000; i++) {
    const body = bodies[roll(bodies.length)]!;
    const bad = Uint8Array.from(body, (byte) => (roll(15) === 0 ? roll(256) : byte)).subarray(0, roll(body.length + 1));
    const name = names[roll(names.length)]!;
    const said = lines(name, bad);
    if (said.length === 0 || !said[0]!.includes("A ")) t.fail(`${name}: ${Buffer.from(bad).toString("hex")}`);
  }
  t.pass("3,000 messages");
});

t.test("stopline tap shows a broker's wire as it goes by, of the units and topics that were asked for", async (t) => {
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());
  const [a, b] = [new FakeUnit("A"), new FakeUnit("B")];
  for (const unit of [a, b]) {
    t.teardown(() => unit.close());
    await unit.connect(broker.port);
  }
  const folder = t.testdir();
  const cli = new URL("../../src/cli.ts", import.meta.url).pathname;
  const tap = (...words: readonly string[]) => {
    const args = [cli, "tap", ...words, "--broker", `127.0.0.1:${broker.port}`, "--plain"];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => {
      said += bytes;
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    t.teardown(async () => {
      child.kill("SIGKILL");
      await ended;
    });
    return { child, ended, said: () => said };
  };
  const [all, some] = [tap("--json"), tap("B", "--only", "live,ack")];
  await until(() => all.said().includes('"unit":"B"'), 20_000);
  await until(async () => {
    await b.say("presence", presenceOf("B", "e1"));
    await b.chunk(1, 2);
    return some.said().includes("records 1 to 2");
  }, 20_000);
  await a.chunk(5, 6);
  const centre = await connectMqtt({ host: "127.0.0.1", port: broker.port, tls: false }, "c", { message: () => {}, closed: () => {} });
  t.teardown(() => centre.close());
  await centre.publish(topic("ack", "B"), stopline.v1.Ack.encode({ unit: "B", epoch: "e1", seq: 2 }).finish(), { qos: 1, retain: true });
  await until(() => some.said().includes("up to 2 is stored") && all.said().includes('"name":"ack"'));
  t.notMatch(some.said(), /presence|records 5/);
  const seen = all
    .said()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  t.match(seen[0], { unit: "A", name: "presence", message: "Presence", retained: true, says: { state: "ONLINE" }, unknown: [] });
  some.child.kill("SIGTERM");
  t.equal(await some.ended, 0);
});
