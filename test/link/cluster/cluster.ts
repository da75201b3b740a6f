import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Brain } from "../../../src/brain/brain.ts";
import { Store } from "../../../src/brain/store.ts";
import { Link } from "../../../src/link.ts";
import { openBrainDatabase } from "../../../src/platform/brain-database.ts";
import { sqliteEngine } from "../../../src/platform/brain-sqlite.ts";
import { connectMqtt } from "../../../src/platform/mqtt.ts";
import { openLinkJournal, openSyncRecorder } from "../../../src/platform/recorder.ts";
import { realTimers } from "../../../src/platform/timers.ts";
import { Backoff } from "../../../src/sync/backoff.ts";
import { WallTime } from "../../../src/traffic/time.ts";
import { type Line, openLine } from "../../platform/line.ts";
import { type Cluster, openCluster } from "../../platform/rabbitmq.ts";
import { TestAuthority } from "../../platform/tls.ts";
import { brainHas, recordOf } from "../drops/drops.ts";
import { wrongRights } from "./rights.ts";

const SOON = { base_ms: 200, cap_ms: 2_000, steady_ms: 60_000 };
const WALL = WallTime(Date.UTC(2026, 10, 26));
const UNITS = ["A", "B", "C"];
/** Records a second of each unit, in chunks of ten. */
const EVERY_MS = 100;
/** What they record at once just before a node is killed. */
const BURST = 40_000;

export interface Journaled {
  readonly unit: string;
  readonly committed: number;
  readonly acked: number;
  readonly stored: number;
  readonly again: number;
  readonly contradictions: number;
  readonly gaps: number;
  readonly wrong: readonly number[];
}

/** What stands before the cluster, as a load balancer does: whoever was with `dead` comes to the node after it. */
async function openDoor(cluster: Cluster, first: number): Promise<Line & { turn(dead: number): void }> {
  const line = await openLine(cluster.nodes[first]!.port);
  let at = first;
  const turn = (dead: number) => {
    if (at !== dead) return;
    at = (at + 1) % cluster.nodes.length;
    line.reach(cluster.nodes[at]!.port);
    line.break();
  };
  return Object.assign(line, { turn });
}

/**
 * Three units and a brain at a cluster of three, with certificates and rights as in use. The node of the units is killed in mid-run, later the one
 * of the brain, each is back after a while; the street records on. What the brain has in the end, unit by unit.
 */
export async function killNodes(calm_ms: number, told: (words: string) => void): Promise<readonly Journaled[]> {
  const dir = mkdtempSync(join(tmpdir(), "stopline-cluster-"));
  const authority = new TestAuthority(join(dir, "ca"));
  const cluster = await openCluster(UNITS, authority.broker());
  told("three nodes are a cluster");
  const [units, centre] = [await openDoor(cluster, 0), await openDoor(cluster, 1)];
  const address = (port: number, certificates: string) => ({ host: "localhost", port, tls: true, certificates });
  const db = openBrainDatabase(join(dir, "brain.db"));
  const brain = new Brain({
    connect: connectMqtt,
    address: address(centre.port, authority.brain()),
    clientId: "brain",
    timers: realTimers,
    backoff: new Backoff(SOON, Math.random),
    store: new Store(sqliteEngine(db)),
    sign: () => new Uint8Array(),
    uuid: () => "",
  });
  brain.start();
  const street = UNITS.map((unit) => {
    const file = join(dir, `${unit}.db`);
    const recorder = openSyncRecorder(file, { unit, epoch: `of-${unit}` });
    const journal = openLinkJournal(file, unit);
    const broker = address(units.port, authority.unit(unit));
    const ports = { connect: connectMqtt, journal, timers: realTimers, random: Math.random, verify: null };
    const link = new Link({ unit, version: "1", broker, backoff: SOON }, ports, (words) => told(`${unit}: ${words}`));
    link.start();
    const first = recorder.status().last_seq + 1;
    return { unit, recorder, journal, link, first, next: first };
  });
  const record = (count: number) => {
    for (const each of street) {
      each.recorder.append(
        Array.from({ length: count }, (_, i) => recordOf(each.next + i)),
        WALL,
      );
      void each.recorder.flush();
      each.next += count;
    }
  };
  const recording = setInterval(record, EVERY_MS, 10);
  const arrives = async (why: string) => {
    const wanted = street.map((each) => each.next - 1);
    const late = performance.now() + 180_000;
    while (street.some((each, i) => each.journal.acked() < wanted[i]!)) {
      if (performance.now() > late)
        throw new Error(`${why}: ${street.map((each, i) => `${each.journal.acked()} of ${wanted[i]}`).join(", ")} acknowledged`);
      await pause(50);
    }
    told(`${why}: all that was committed so far is acknowledged`);
  };
  await arrives("whole");
  const wrong = await wrongRights(address(units.port, authority.unit("A")));
  if (wrong.length > 0) throw new Error(wrong.join("; "));
  told("nobody speaks or listens under another's name");
  for (const [i, node] of cluster.nodes.slice(0, 2).entries()) {
    await pause(calm_ms);
    const before = street.map((each) => each.next);
    record(BURST);
    // In the midst of it: something of the burst is acknowledged, and not all.
    while (!street.some((each, i) => each.journal.acked() >= before[i]!)) await pause(1);
    const open = street.filter((each) => each.journal.acked() < each.next - 1).length;
    if (open === 0) throw new Error("all had arrived before the node was killed: nothing would be proved");
    await node.kill();
    told(`node ${node.name} is killed, where ${i === 0 ? "the units are" : "units and brain are"}`);
    for (const door of [units, centre]) door.turn(i);
    await arrives(`without ${node.name}`);
    await node.start();
    told(`node ${node.name} is back`);
  }
  await pause(calm_ms);
  clearInterval(recording);
  await arrives("in the end");
  for (const { link } of street) await link.close();
  await brain.close();
  const outcome = street.map(({ unit, journal, first, next }) => {
    const of = db.prepare<[string], number>("SELECT id FROM journal WHERE unit = ?").pluck().get(unit)!;
    return { unit, committed: next - first, acked: journal.acked() - first + 1, ...brainHas(db, first, next - 1, of) };
  });
  for (const { recorder, journal } of street) {
    recorder.close();
    journal.close();
  }
  db.close();
  await units.close();
  await centre.close();
  await cluster.close();
  rmSync(dir, { recursive: true });
  return outcome;
}
