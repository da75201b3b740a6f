import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { openRecorder, openSyncRecorder } from "../../../src/platform/recorder.ts";
import { entry } from "../../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { openMosquitto } from "../../platform/brokers.ts";
import { until } from "../../platform/until.ts";
import { type Figure, quantile, spread } from "../figures.ts";
import { cpuOf, lineTo, stopline } from "./processes.ts";

const SITE = "deploy/sites/four-leg.toml";
const UNIT = "DEMO-001";
/** A record a second for seven days. */
const DAYS_7 = 604_800;
const ONE_WAY_MS = 25;
/** What the street goes on recording meanwhile: committed at once, five times a second. */
const LIVE_EVERY_MS = 200;
const DETECTOR_FAULT = 84;

/** A journal of seven days that nobody has heard of: loops that come and go, closed in chunks of ten seconds as a unit closes them. */
export async function sevenDays(path: string, records = DAYS_7): Promise<void> {
  const recorder = openSyncRecorder(path, { unit: UNIT, epoch: "seven-days" });
  const begun = Date.UTC(2026, 10, 19);
  for (let i = 0; i < records; i++) recorder.append([entry(Instant(i * 1_000), 81 + (i % 2), 1 + ((i >> 1) % 16))], WallTime(begun));
  await recorder.flush();
  recorder.close();
}

interface Drain {
  readonly seconds: number;
  readonly link_us: number;
  readonly brain_us: number;
  readonly broker_us: number;
  readonly live_p99_ms: number;
  readonly live_worst_ms: number;
}

/** One outage ends: link, line of 50 ms there and back, mosquitto, brain, each a process. From the link's start to the last record stored. */
async function drain(journal: string, records: number, bytes_per_s: number): Promise<Drain> {
  const dir = mkdtempSync(join(tmpdir(), "stopline-drain-"));
  const own = join(dir, "journal.db");
  copyFileSync(journal, own);
  const broker = await openMosquitto();
  const line = await lineTo(broker.port, ONE_WAY_MS, bytes_per_s);
  const store = join(dir, "brain.db");
  const brain = stopline(
    "brain",
    "--broker",
    `127.0.0.1:${broker.port}`,
    "--plain",
    "--store",
    store,
    "--key",
    join(dir, "key.pem"),
    "--quiet",
  );
  const recorder = await openRecorder(own, { unit: UNIT });
  const before = recorder.status().last_seq;
  await until(() => existsSync(store) && existsSync(`${store}-wal`), 30_000);
  await pause(500);
  const db = new Sqlite(store, { readonly: true });
  const stored = db.prepare<[], number>("SELECT coalesce(sum(records), 0) FROM journal").pluck();
  const newest = db.prepare<[], number>("SELECT coalesce(max(seq), 0) FROM record WHERE journal = (SELECT max(id) FROM journal)").pluck();
  const begun = performance.now();
  const link = stopline(
    "link",
    SITE,
    "--journal",
    own,
    "--live",
    join(dir, "live.sock"),
    "--broker",
    `127.0.0.1:${line.port}`,
    "--plain",
    "--quiet",
  );
  // The link is there when the first records are: what is committed from then on is live.
  while (stored.get()! === 0) await pause(5);
  const given: number[] = [];
  const took: number[] = [];
  let appended = before;
  let next = performance.now();
  while (stored.get()! < records) {
    const now = performance.now();
    if (now >= next) {
      next += LIVE_EVERY_MS;
      recorder.append([entry(Instant(Math.round(now)), DETECTOR_FAULT, 1 + (appended % 64))], WallTime(Date.now()));
      given[++appended] = now;
    }
    const seen = newest.get()!;
    for (let seq = before + took.length + 1; seq <= seen && given[seq] !== undefined; seq++) took.push(now - given[seq]!);
    await pause(10);
  }
  const seconds = (performance.now() - begun) / 1_000;
  while (took.length < appended - before) {
    const seen = newest.get()!;
    for (let seq = before + took.length + 1; seq <= seen; seq++) took.push(performance.now() - given[seq]!);
    await pause(10);
  }
  if (process.env["SERIES"]) console.error(took.map(Math.round).join(" "));
  const us = (cpu_s: number) => (cpu_s / records) * 1e6;
  const cpu = { link_us: us(link.cpu_s()), brain_us: us(brain.cpu_s()), broker_us: us(cpuOf(broker.pid)) };
  db.close();
  await link.end();
  await brain.end();
  await line.end();
  await recorder.close();
  await broker.close();
  rmSync(dir, { recursive: true });
  const sorted = took.toSorted((a, b) => a - b);
  return { seconds, ...cpu, live_p99_ms: quantile(sorted, 990), live_worst_ms: sorted.at(-1)! };
}

export async function drainFigures(runs: number, records = DAYS_7, bytes_per_s = 0): Promise<readonly Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), "stopline-seven-"));
  const journal = join(dir, "journal.db");
  await sevenDays(journal, records);
  const drains: Drain[] = [];
  for (let i = 0; i < runs; i++) {
    drains.push(await drain(journal, records, bytes_per_s));
    console.error(`  ${JSON.stringify(drains.at(-1))}`);
  }
  rmSync(dir, { recursive: true });
  const figure = (name: string, unit: string, of: (each: Drain) => number) => spread(name, unit, drains.map(of));
  return [
    figure(`${records} records, drained in`, "s", (d) => d.seconds),
    figure("live meanwhile, commit to the brain's store, p99", "ms", (d) => d.live_p99_ms),
    figure("live meanwhile, worst", "ms", (d) => d.live_worst_ms),
    figure("link process, a record (its start in it)", "µs CPU", (d) => d.link_us),
    figure("brain process, a record", "µs CPU", (d) => d.brain_us),
    figure("mosquitto, a record", "µs CPU", (d) => d.broker_us),
  ];
}
