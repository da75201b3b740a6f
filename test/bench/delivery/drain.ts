import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Sqlite, { type Database, type Statement } from "better-sqlite3";
import type { Recorder } from "../../../src/journal/port.ts";
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
export const DAYS_7 = 604_800;
export const ROUND_TRIP_MS = 50;
/** A mobile line of 2 Mbit/s. */
const SLOW_BYTES_PER_S = 250_000;
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

export interface Drain {
  readonly records: number;
  readonly seconds: number;
  /** Processor seconds: the link's whole life, the same from its first record at the brain on, the brain's, the broker's. */
  readonly link_s: number;
  readonly sending_s: number;
  readonly brain_s: number;
  readonly broker_s: number;
  /** From the call that appends a record to the brain's store, in order of size. */
  readonly live_ms: readonly number[];
}

/** The link's own words for a world of one broker. */
const at = (port: number): readonly string[] => ["--broker", `127.0.0.1:${port}`, "--plain", "--quiet"];

/** One outage ends: link, line, mosquitto, brain, each a process. From the link's start to the last record stored. */
export async function drain(journal: string, records: number, delay_ms: number, bytes_per_s = 0): Promise<Drain> {
  const dir = mkdtempSync(join(tmpdir(), "stopline-drain-"));
  const own = join(dir, "journal.db");
  copyFileSync(journal, own);
  const broker = await openMosquitto();
  const line = await lineTo(broker.port, delay_ms, bytes_per_s);
  const store = join(dir, "brain.db");
  const brain = stopline("brain", ...at(broker.port), "--store", store, "--key", join(dir, "key.pem"));
  const recorder = await openRecorder(own, { unit: UNIT });
  await until(() => existsSync(store) && existsSync(`${store}-wal`), 30_000);
  await pause(500);
  const db = new Sqlite(store, { readonly: true });
  const stored = db.prepare<[], number>("SELECT coalesce(sum(records), 0) FROM journal").pluck();
  const begun = performance.now();
  const link = stopline("link", SITE, "--journal", own, "--live", join(dir, "live.sock"), ...at(line.port));
  // The link is there when the first records are: what is committed from then on is live.
  while (stored.get()! === 0) await pause(5);
  const spent = link.cpu_s();
  const street = new Street(recorder, db);
  while (stored.get()! < records) {
    street.look();
    await pause(10);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const cpu = { link_s: link.cpu_s(), sending_s: link.cpu_s() - spent, brain_s: brain.cpu_s(), broker_s: cpuOf(broker.pid) };
  while (!street.arrived) {
    street.look(true);
    await pause(10);
  }
  db.close();
  await link.end();
  await brain.end();
  await line.end();
  await recorder.close();
  await broker.close();
  rmSync(dir, { recursive: true });
  return { records, seconds, ...cpu, live_ms: street.took.toSorted((a, b) => a - b) };
}

/** What goes on recording beside the backlog, and sees when the brain has it. */
class Street {
  readonly #recorder: Recorder;
  readonly #newest: Statement<[], number>;
  readonly #before: number;
  readonly #given: number[] = [];
  readonly took: number[] = [];
  #next = performance.now();

  constructor(recorder: Recorder, db: Database) {
    this.#recorder = recorder;
    this.#before = recorder.status().last_seq;
    this.#newest = db.prepare<[], number>("SELECT coalesce(max(seq), 0) FROM record WHERE journal = (SELECT max(id) FROM journal)").pluck();
  }

  get arrived(): boolean {
    return this.took.length === this.#given.length;
  }

  look(over = false): void {
    const now = performance.now();
    if (now >= this.#next && !over) {
      this.#next += LIVE_EVERY_MS;
      this.#given.push(now);
      this.#recorder.append([entry(Instant(Math.round(now)), DETECTOR_FAULT, 1)], WallTime(Date.now()));
    }
    const seen = Math.min(this.#given.length, this.#newest.get()! - this.#before);
    while (this.took.length < seen) this.took.push(now - this.#given[this.took.length]!);
  }
}

/** Seven days over 50 ms there and back. */
export async function drainFigures(journal: string, runs: number): Promise<readonly Figure[]> {
  const drains: Drain[] = [];
  for (let i = 0; i < runs; i++) drains.push(await drain(journal, DAYS_7, ROUND_TRIP_MS / 2));
  const figure = (name: string, unit: string, of: (each: Drain) => number) => spread(name, unit, drains.map(of));
  const us = (cpu_s: number) => (cpu_s / DAYS_7) * 1e6;
  const slow = [await drain(journal, DAYS_7, ROUND_TRIP_MS / 2, SLOW_BYTES_PER_S)];
  return [
    figure(`${DAYS_7} records over ${ROUND_TRIP_MS} ms, from the link's start to the brain's disk`, "s", (d) => d.seconds),
    figure("live meanwhile, from append to the brain's disk, p99", "ms", (d) => quantile(d.live_ms, 990)),
    figure("live meanwhile, worst", "ms", (d) => d.live_ms.at(-1)!),
    figure("link, a record, its start included", "µs CPU", (d) => us(d.link_s)),
    figure("link, a record, from the first on", "µs CPU", (d) => us(d.sending_s)),
    figure("brain, a record, its start included", "µs CPU", (d) => us(d.brain_s)),
    figure("mosquitto, a record", "µs CPU", (d) => us(d.broker_s)),
    spread(
      `the same over 2 Mbit/s`,
      "s",
      slow.map((d) => d.seconds),
    ),
    spread(
      "live meanwhile, p99",
      "ms",
      slow.map((d) => quantile(d.live_ms, 990)),
    ),
  ];
}
