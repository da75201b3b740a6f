import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { VERSION } from "../../../src/platform/version.ts";
import { openMosquitto } from "../../platform/brokers.ts";
import { type Figure, spread, table } from "../figures.ts";
import { DAYS_7, drain, drainFigures, ROUND_TRIP_MS, sevenDays } from "./drain.ts";
import { bridge, buildPeer, libmosquitto, mosquittoPub, mqttjs, type Sent, WINDOW } from "./peers.ts";
import { lineTo } from "./processes.ts";

/** `make bench-delivery`: seven days of outage, drained; and our link beside other senders, in turns, to the same broker over the same line. */
const RUNS = Number(process.env["RUNS"] ?? 3);
if (!(Number.isInteger(RUNS) && RUNS > 0)) {
  console.error(`make bench-delivery: RUNS is a whole number above 0, not "${process.env["RUNS"]}"`);
  process.exit(2);
}

const dir = mkdtempSync(join(tmpdir(), "stopline-seven-"));
const journal = join(dir, "journal.db");
console.error(`making a journal of ${DAYS_7} records …`);
await sevenDays(journal);
console.error("draining it …");
const figures: Figure[] = [...(await drainFigures(journal, RUNS))];
buildPeer();
for (const round_trip_ms of [0, ROUND_TRIP_MS]) {
  console.error(`beside others, over ${round_trip_ms} ms …`);
  figures.push(...(await beside(round_trip_ms)));
}
rmSync(dir, { recursive: true });
console.log(
  `stopline ${VERSION}, Node ${process.version}, ${process.platform}-${process.arch}, ${availableParallelism()} cores; QoS 1, window ${WINDOW}\n`,
);
console.log(table(figures));
const file = process.env["JSON"];
if (file) writeFileSync(file, `${JSON.stringify({ version: VERSION, node: process.version, arch: process.arch, figures }, null, 2)}\n`);

/** Everybody in turn, so that what else the machine does meets all alike. Peers are done at the broker's word, we at the brain's. */
async function beside(round_trip_ms: number): Promise<readonly Figure[]> {
  const delay_ms = round_trip_ms / 2;
  // A message a record fills the line with waiting: fewer tell as much.
  const some = round_trip_ms === 0 ? 40_000 : 4_000;
  const senders: readonly (readonly [who: string, send: (port: number) => Promise<Sent> | Sent])[] = [
    ["stopline link, from its journal to the brain's disk", ours],
    ["libmosquitto, a message a record", (port) => libmosquitto(port, some)],
    ["mosquitto_pub -l", (port) => mosquittoPub(port, some)],
    ["MQTT.js, a message a record", (port) => mqttjs(port, some)],
    ["mosquitto bridge, its queue on disk", () => bridge(delay_ms, some)],
    ["libmosquitto, 250 records a message, from memory", (port) => libmosquitto(port, DAYS_7, 250)],
    ["MQTT.js, 250 records a message, from memory", (port) => mqttjs(port, DAYS_7, 250)],
  ];
  const sent = new Map<string, Sent[]>(senders.map(([who]) => [who, []]));
  for (let run = 0; run < RUNS; run++)
    for (const [who, send] of senders) {
      const broker = await openMosquitto();
      const line = await lineTo(broker.port, delay_ms);
      sent.get(who)!.push(await send(line.port));
      await line.end();
      await broker.close();
    }
  return [...sent].flatMap(([who, runs]) => [
    spread(
      `${round_trip_ms} ms: ${who}`,
      "records/s",
      runs.map(({ records, seconds }) => records / seconds),
    ),
    spread(
      `${round_trip_ms} ms: ${who}`,
      "µs CPU a record",
      runs.map(({ records, cpu_s }) => (cpu_s / records) * 1e6),
    ),
  ]);

  async function ours(): Promise<Sent> {
    const { records, seconds, sending_s } = await drain(journal, DAYS_7, delay_ms);
    return { records, seconds, cpu_s: sending_s };
  }
}
