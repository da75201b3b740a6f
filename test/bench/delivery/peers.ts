import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { openMosquitto } from "../../platform/brokers.ts";
import { openLine } from "../../platform/line.ts";
import { freePort } from "../../platform/ports.ts";
import { until } from "../../platform/until.ts";
import { cpuOf, run } from "./processes.ts";

/** What it took to bring so many records to a broker: seconds, and processor seconds of the sender. */
export interface Sent {
  readonly records: number;
  readonly seconds: number;
  readonly cpu_s: number;
}

/** A record as a message of its own, and how many are unconfirmed at the most: what deploy/broker's mosquitto takes. */
export const RECORD_BYTES = 32;
export const WINDOW = 20;
const PEER = "build/bench/peer";

export function buildPeer(): void {
  mkdirSync("build/bench", { recursive: true });
  const { status, stderr } = spawnSync("gcc", ["-O2", "-o", PEER, "test/bench/delivery/peer.c", "-lmosquitto"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the peer does not compile: ${stderr}`);
}

/** `records` in `messages` of equal length: as many records each, or one. */
function spoken(command: string, args: readonly string[], port: number, records: number, messages: number, bytes: number): Sent {
  const words = [...args, port, messages, bytes, WINDOW].map(String);
  const { status, stdout, stderr } = spawnSync(command, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${words.join(" ")}: ${stderr}`);
  return { records, ...(JSON.parse(stdout) as { readonly seconds: number; readonly cpu_s: number }) };
}

const MQTTJS = new URL("./mqttjs-peer.ts", import.meta.url).pathname;

export const libmosquitto = (port: number, records: number, each = 1): Sent =>
  spoken(PEER, [], port, records, Math.ceil(records / each), RECORD_BYTES * each);

export const mqttjs = (port: number, records: number, each = 1): Sent =>
  spoken(process.execPath, [MQTTJS], port, records, Math.ceil(records / each), RECORD_BYTES * each);

/** A line of text a record, 20 unconfirmed, which is its own default. Its connecting is in the time. */
export function mosquittoPub(port: number, records: number): Sent {
  const dir = mkdtempSync(join(tmpdir(), "stopline-pub-"));
  const file = join(dir, "records");
  writeFileSync(file, `${"r".repeat(RECORD_BYTES)}\n`.repeat(records));
  const words = `TIMEFORMAT='%R %U %S'; time mosquitto_pub -p ${port} -q 1 -t peer/records -l < ${file}`;
  const { status, stderr } = spawnSync("bash", ["-c", words], { encoding: "utf8" });
  rmSync(dir, { recursive: true });
  if (status !== 0) throw new Error(`mosquitto_pub: ${stderr}`);
  const [seconds, user, system] = stderr.trim().split(" ").map(Number) as [number, number, number];
  return { records, seconds, cpu_s: user + system };
}

/**
 * A mosquitto in the cabinet whose queue lies on its disk, bridged to the centre's: filled while the line is down, timed from when it is back to
 * the last record's arrival. The processor time is the one in the cabinet.
 */
export async function bridge(delay_ms: number, records: number): Promise<Sent> {
  const centre = await openMosquitto("max_queued_messages 0");
  const line = await openLine(null, { delay_ms });
  const at = await freePort();
  const dir = mkdtempSync(join(tmpdir(), "stopline-bridge-"));
  const conf = join(dir, "mosquitto.conf");
  const settings = ["persistence true", `persistence_location ${dir}/`, "max_queued_messages 0", `max_inflight_messages ${WINDOW}`];
  const bridging = [
    "connection centre",
    `address 127.0.0.1:${line.port}`,
    "topic peer/# out 1",
    "cleansession false",
    "restart_timeout 1 1",
  ];
  // Under another account it could not write there.
  const own = [`listener ${at} 127.0.0.1`, "allow_anonymous true", "user root"];
  writeFileSync(conf, [...settings, ...own, ...bridging, `bridge_max_packet_size 0`, ""].join("\n"));
  const cabinet = run("/usr/sbin/mosquitto", ["-c", conf]);
  const client = await within(() => connectAsync({ host: "127.0.0.1", port: at, reconnectPeriod: 0 }));
  const listener = await connectAsync({ host: "127.0.0.1", port: centre.port });
  let heard = 0;
  listener.on("message", () => heard++);
  await listener.subscribeAsync("peer/#", { qos: 1 });
  await Promise.all(
    Array.from({ length: records }, (_, i) => client.publishAsync("peer/records", `${i}`.padEnd(RECORD_BYTES), { qos: 1 })),
  );
  await client.endAsync();
  const spent = cabinet.cpu_s();
  line.reach(centre.port);
  await until(() => heard > 0, 60_000);
  const begun = performance.now();
  await until(() => heard >= records, 600_000);
  const seconds = (performance.now() - begun) / 1_000;
  const cpu_s = cpuOf(cabinet.child.pid!) - spent;
  await listener.endAsync();
  await cabinet.end();
  await line.close();
  await centre.close();
  rmSync(dir, { recursive: true });
  return { records, seconds, cpu_s };
}

async function within<T>(make: () => Promise<T>): Promise<T> {
  let made: T | null = null;
  await until(async () => {
    made = await make().catch(() => null);
    return made !== null;
  });
  return made!;
}
