import { connect } from "node:net";
import { join } from "node:path";
import t, { type Test } from "tap";
import { openMosquitto } from "../../platform/brokers.ts";
import { until } from "../../platform/until.ts";
import { BrokerClock } from "./broker-clock.ts";

/** MQTT 3.1.1's CONNECT of a client "slow" that promises to say something every second. */
const CONNECT = Buffer.from([0x10, 16, 0, 4, ...Buffer.from("MQTT"), 4, 2, 0, 1, 0, 4, ...Buffer.from("slow")]);
const OVER_MS = 30_000;

/** A client that a broker has taken and that says nothing more. */
async function silent(t: Test, env: Readonly<Record<string, string>>) {
  const broker = await openMosquitto("", undefined, env);
  const socket = connect({ host: "127.0.0.1", port: broker.port });
  t.teardown(async () => {
    socket.destroy();
    await broker.close();
  });
  const client = { taken: false, over: false };
  socket.on("error", () => {});
  socket.on("data", () => (client.taken = true)).on("close", () => (client.over = true));
  socket.write(CONNECT);
  await until(() => client.taken);
  return client;
}

t.test("a machine that is ten times slower than the host keeps its link: the broker counts the machine's time", async (t) => {
  const clock = new BrokerClock(join(t.testdir(), "clock"));
  t.teardown(() => clock.close());
  const slow = await silent(t, clock.env);
  const other = await silent(t, {});
  await until(() => other.over, OVER_MS);
  t.equal(slow.over, false, "by the host's time it would have gone, as the other one has");
  clock.shows(1_000);
  clock.shows(500);
  clock.shows(10_000);
  await until(() => slow.over, OVER_MS);
  t.pass("by the machine's time it has gone");
});
