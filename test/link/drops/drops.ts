import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import { Brain } from "../../../src/brain/brain.ts";
import { Store } from "../../../src/brain/store.ts";
import { Link } from "../../../src/link.ts";
import { openBrainDatabase } from "../../../src/platform/brain-database.ts";
import { sqliteEngine } from "../../../src/platform/brain-sqlite.ts";
import { connectMqtt } from "../../../src/platform/mqtt.ts";
import { openLinkJournal, openSyncRecorder } from "../../../src/platform/recorder.ts";
import { realTimers } from "../../../src/platform/timers.ts";
import { Backoff } from "../../../src/sync/backoff.ts";
import { SparingJournal } from "../../../src/sync/sparing.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { type Entry, entry, inputEntry } from "../../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";
import type { TestBroker } from "../../platform/brokers.ts";
import { openLine } from "../../platform/line.ts";

export interface Asked {
  /** Of the unit's line; the brain's drops one time in twenty of that. */
  readonly drops: number;
  readonly seed: number;
  readonly open: () => Promise<TestBroker>;
  readonly told?: (drops: number) => void;
}

/** What the brain has in the end, and how it came. */
export interface Outcome {
  readonly drops: number;
  readonly brain_drops: number;
  readonly connections: number;
  readonly committed: number;
  readonly acked: number;
  readonly stored: number;
  /** Records that came again and were thrown away. */
  readonly again: number;
  readonly contradictions: number;
  readonly gaps: number;
  /** The first few seqs whose record is not what was committed. */
  readonly wrong: readonly number[];
}

/** For lines that are back at once. */
const SOON = { base_ms: 2, cap_ms: 8, steady_ms: 60_000 };
/** A line that carries too little to reach its byte breaks all the same. */
const STANDS_MS = 400;
const WALL = WallTime(Date.UTC(2026, 10, 26));

/** Which the wire does not write, being 0. */
const PHASE_ON = 0;

/** What the street records as its `seq`: so that the brain's store can be compared without remembering. */
export function recordOf(seq: number): Entry {
  const value = (seq * 7_919) % 100_003;
  if (seq % 97 === 0) return entry(Instant(seq), PHASE_ON, 1 + (seq % 16), value, `{"why":"${"x".repeat(value % 3_000)}"}`);
  return inputEntry(Instant(seq), seq % 2 === 0 ? CODE.detectorOn : CODE.detectorOff, 1 + (seq % 64), value);
}

/**
 * A unit's link, with its journal in a file, and a brain with its store in a file, on lines that are cut at a random byte of either direction:
 * in the handshake, in the middle of a chunk, of a confirmation, of an acknowledgement. The street goes on recording. The seed gives the bytes
 * and the chunks; who is how fast is the machine's.
 */
export async function drop({ drops, seed, open, told = () => {} }: Asked): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), "stopline-drops-"));
  const roll = dice(seed);
  const broker = await open();
  let ending = false;
  const whole = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
  const [unitLine, brainLine] = [
    await openLine(broker.port, { cut: () => (ending ? whole : bytesOf(roll)) }),
    await openLine(broker.port, { cut: () => (ending ? whole : { up: 2_000 + roll(200_000), down: 20_000 + roll(3_000_000) }) }),
  ];
  const db = openBrainDatabase(join(dir, "brain.db"));
  const brain = new Brain({
    connect: connectMqtt,
    address: { host: "127.0.0.1", port: brainLine.port, tls: false },
    clientId: "brain",
    timers: realTimers,
    backoff: new Backoff(SOON, Math.random),
    store: new Store(sqliteEngine(db)),
    sign: () => new Uint8Array(),
    uuid: () => "",
  });
  brain.start();
  const file = join(dir, "journal.db");
  const recorder = openSyncRecorder(file, { unit: "A", epoch: "drops" });
  const journal = new SparingJournal(openLinkJournal(file, "A"), realTimers);
  const link = new Link(
    { unit: "A", version: "1", broker: { host: "127.0.0.1", port: unitLine.port, tls: false }, backoff: SOON },
    { connect: connectMqtt, journal, timers: realTimers, random: Math.random, verify: null },
  );
  link.start();

  let breaks = 0;
  let committed = recorder.status().last_seq;
  const first = committed + 1;
  let [seen, since] = [0, performance.now()];
  const dropped = () => unitLine.cuts + breaks;
  while (dropped() < drops) {
    const count = 1 + roll(roll(4) === 0 ? 300 : 12);
    recorder.append(
      Array.from({ length: count }, (_, i) => recordOf(committed + 1 + i)),
      WALL,
    );
    await recorder.flush();
    committed += count;
    const now = performance.now();
    if (unitLine.connections !== seen) [seen, since] = [unitLine.connections, now];
    else if (now - since > STANDS_MS) {
      breaks += Math.min(1, unitLine.break());
      since = now;
    }
    told(dropped());
    await pause(4);
  }
  ending = true;
  // Whatever stands was made to break: its bytes are counted already.
  unitLine.break();
  brainLine.break();
  const late = performance.now() + 120_000;
  while (journal.acked() < committed && performance.now() < late) await pause(10);
  const acked = journal.acked();
  await link.close();
  await brain.close();
  const outcome = {
    drops: dropped(),
    brain_drops: brainLine.cuts,
    connections: unitLine.connections,
    committed,
    acked,
    ...brainHas(db, first, committed),
  };
  recorder.close();
  journal.close();
  db.close();
  await unitLine.close();
  await brainLine.close();
  await broker.close();
  rmSync(dir, { recursive: true });
  return outcome;
}

/** Where a connection breaks: one in five while it is being made, the others anywhere, evenly over the orders of magnitude. */
function bytesOf(roll: (sides: number) => number): { readonly up: number; readonly down: number } {
  const anywhere = (most: number): number => Math.floor(most ** (roll(1_000) / 1_000));
  if (roll(5) === 0) return { up: 1 + roll(250), down: Number.POSITIVE_INFINITY };
  if (roll(2) === 0) return { up: 50 + anywhere(60_000), down: Number.POSITIVE_INFINITY };
  return { up: Number.POSITIVE_INFINITY, down: 1 + anywhere(2_000) };
}

/** What of the records from `first` to `last` the brain has of its only unit, or of journal `of`. */
export function brainHas(
  db: Database,
  first: number,
  last: number,
  of = 1,
): Pick<Outcome, "stored" | "again" | "contradictions" | "gaps" | "wrong"> {
  interface Row {
    readonly seq: number;
    readonly code: number;
    readonly param: number;
    readonly value: number;
    readonly detail: string;
    readonly input: number;
  }
  const wrong: number[] = [];
  let stored = 0;
  let next = first;
  for (const row of db
    .prepare<[number, number], Row>("SELECT * FROM record WHERE journal = ? AND seq >= ? ORDER BY seq")
    .iterate(of, first)) {
    stored++;
    const { code, param, value, detail, input } = recordOf(next);
    const same = row.seq === next && row.code === code && row.param === param && row.value === value && row.detail === detail;
    if ((!same || (row.input === 1) !== input) && wrong.length < 5) wrong.push(next);
    next++;
  }
  if (next !== last + 1 && wrong.length < 5) wrong.push(next);
  const sums = db.prepare("SELECT duplicates AS again, contradictions FROM journal WHERE id = ?").get(of);
  const gaps = db.prepare<[number], number>("SELECT count(*) FROM gap WHERE journal = ?").pluck().get(of)!;
  return { stored, gaps, wrong, ...(sums as { readonly again: number; readonly contradictions: number }) };
}
