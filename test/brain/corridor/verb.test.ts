import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { sealedBy } from "../../../src/brain/corridor/report.ts";
import { travelMemoryOf } from "../../../src/brain/corridor/travel.ts";
import { openBroker } from "../../../src/platform/broker.ts";
import { connectMqtt } from "../../../src/platform/mqtt.ts";
import { topic } from "../../../src/sync/topics.ts";
import { verbChild } from "../../cli/verb-child.ts";
import { until } from "../../platform/until.ts";
import { chunkOf, FakeUnit, recordOf } from "../fake-unit.ts";
import { CROSS, graphOf, keyOf, reportAt } from "./graphs.ts";

t.test(
  "a brain with a corridor file leads: a signed report at the broker becomes a signed command to the unit ahead, and what it learned outlives it",
  async (t) => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const text = CROSS.replace(keyOf(1), Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("base64"));
    const graph = graphOf(text);
    const folder = t.testdir({ "corridor.toml": text });
    const broker = await openBroker({ host: "127.0.0.1", port: 0 });
    t.teardown(() => broker.close());
    const unit = new FakeUnit("J1");
    t.teardown(() => unit.close());
    const at = ["--broker", `127.0.0.1:${broker.port}`, "--plain", "--store", join(folder, "brain.db")];
    const brain = verbChild(t, "brain", ...at, "--corridor", join(folder, "corridor.toml"));
    await until(() => /leads 4 vehicles over 2 units/.test(brain.said()) && /connected to broker/.test(brain.said()), 20_000);
    await unit.connect(broker.port);
    const lane = JSON.stringify({ approach: "west", lane: 1, queue: 4, speed_dkmh: 300 });
    await unit.say(
      "live",
      chunkOf("J1", "e1", 1, 1, () => ({ ...recordOf(1), code: 327, detail: lane })),
    );
    const box = await connectMqtt({ host: "127.0.0.1", port: broker.port, tls: false }, "box", { message: () => {}, closed: () => {} });
    t.teardown(() => box.close());
    await until(async () => {
      const report = sealedBy(reportAt(graph, "RTW-1", Date.now(), [-200, 3], { speed_ms: 0 }), (body) => sign(null, body, privateKey));
      await box.publish(topic("position", "RTW-1"), report, { qos: 0, retain: false });
      return unit.commands.length > 0;
    }, 20_000);
    t.match(unit.commands[0]!.command, { unit: "J1", requestPriority: { vehicle: "RTW-1", phase: 2, forS: 20 } });
    brain.child.kill("SIGTERM");
    t.equal(await brain.ended, 0, brain.said());
    const learned = travelMemoryOf(readFileSync(join(folder, "travel-times.json"), "utf8"));
    t.ok(Object.keys(learned).some((key) => key.startsWith("queue J1 west")));
  },
);

t.test("a corridor file that is wrong, or is not there, is answered with its lines", async (t) => {
  const folder = t.testdir();
  const file = join(folder, "corridor.toml");
  writeFileSync(file, CROSS.replace('class = "bus"', 'class = "buss"'));
  const wrong = verbChild(t, "brain", "--broker", "127.0.0.1:1", "--plain", "--store", join(folder, "b.db"), "--corridor", file);
  t.not(await wrong.ended, 0);
  t.match(wrong.said(), /corridor\.toml:\d+: vehicle "BUS-4": class is "buss"/);
  const absent = verbChild(t, "brain", "--broker", "127.0.0.1:1", "--plain", "--store", join(folder, "b.db"), "--corridor", `${file}.not`);
  t.not(await absent.ended, 0);
  t.match(absent.said(), /cannot be read/);
});

t.test("what was learned is read as far as it makes sense", async (t) => {
  const good = { n: 2, mean: 1.5, apart: 0.1 };
  t.same(travelMemoryOf(JSON.stringify({ good, "no n": { mean: 1 }, nothing: null, less: { n: -1, mean: 1, apart: 1 }, word: "x" })), {
    good,
  });
  for (const text of ["", "null", "[", "5"]) t.same(travelMemoryOf(text), {}, text);
});
