import { once } from "node:events";
import { existsSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { serveLive, watchLive } from "../../src/platform/live-socket.ts";
import type { Live } from "../../src/traffic/live.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { until } from "./until.ts";

const folder = mkdtempSync(join(tmpdir(), "stopline-live-"));
t.teardown(() => rmSync(folder, { recursive: true }));

function liveAt(at: number, unit = "DEMO-001"): Live {
  return {
    unit,
    at: Instant(at),
    wall: WallTime(1_790_000_000_000 + at),
    mode: "actuated",
    mode_cause: "",
    pattern: 1,
    coordination: { source: "other", source_cause: "the start pattern", status: "free", free: "command-free", cycle_ds: null },
    rings: [],
    phases: [],
    flash: "not-flash",
    plan: null,
    departures: null,
    neighbours: [],
    preempt: null,
    stop_time: false,
    manual: false,
    priority: [],
    channels: [],
    detectors: [],
    buttons: [],
    monitor: { fault: "", channels: [] },
    devices: [],
    ports: [],
    journal: { epoch: "e1", last_seq: at, pending: 0, fault: "" },
    tick_late_ms: 0,
  };
}

/** Everything that a watcher is told. */
function watched(path: string) {
  const seen: Live[] = [];
  let gone = 0;
  const watch = watchLive(
    path,
    (live) => seen.push(live),
    () => gone++,
  );
  return { seen, gone: () => gone, close: () => watch.close() };
}

t.test("a reader sees the unit, is told when it is gone, and sees it again when it is back", async (t) => {
  const path = join(folder, "a/folder/that/is/not/there/live.sock");
  const reader = watched(path);
  await until(() => reader.gone() === 1);
  for (let life = 1; life <= 3; life++) {
    const server = await serveLive(path);
    let at = life * 1_000;
    await until(() => {
      server.send(liveAt(at++, "Straße-Ω"));
      return reader.seen.some((live) => live.at >= life * 1_000);
    });
    t.same(reader.seen.at(-1), liveAt(reader.seen.at(-1)!.at, "Straße-Ω"));
    await server.close();
    await until(() => reader.gone() === life + 1);
  }
  reader.close();
});

t.test("a unit that was killed leaves a socket file, and the next one replaces it", async (t) => {
  const path = join(folder, "stale.sock");
  const dead = createServer();
  await new Promise<void>((resolve) => dead.listen(`${path}.dead`, resolve));
  // Under another name it stays where it is when its process is gone.
  renameSync(`${path}.dead`, path);
  await new Promise((resolve) => dead.close(resolve));
  t.ok(existsSync(path));
  const unit = await serveLive(path);
  const reader = watched(path);
  await until(() => {
    unit.send(liveAt(2));
    return reader.seen.length > 0;
  });
  t.equal(lstatSync(path).mode & 0o777 & ~0o660, 0, "nobody but its own user and group");
  reader.close();
  await unit.close();
  t.same(
    readdirSync(folder).filter((name) => name.startsWith("stale")),
    [],
    "nothing is left",
  );
});

t.test("a second unit, typed by hand, is refused in words and takes nothing from the first", async (t) => {
  const path = join(folder, "one.sock");
  const first = await serveLive(path);
  await until(() => existsSync(path));
  await t.rejects(serveLive(path), { message: /^another unit is running there: .*one\.sock/ });
  const reader = watched(path);
  await until(() => {
    first.send(liveAt(1));
    return reader.seen.length > 0;
  });
  reader.close();

  // Somebody has put another socket in its place all the same: that one is not removed by the first one's end.
  rmSync(path);
  const second = await serveLive(path);
  await until(() => existsSync(path));
  await first.close();
  const after = watched(path);
  await until(() => {
    second.send(liveAt(2));
    return after.seen.length > 0;
  });
  after.close();
  await second.close();
  t.notOk(existsSync(path));
});

t.test("a name that is taken by something else is told once, and the socket opens when it is free", async (t) => {
  const path = join(folder, "taken");
  writeFileSync(path, "somebody's notes");
  const told: string[] = [];
  const server = await serveLive(path, (cause) => told.push(cause));
  t.equal(told.length, 1);
  t.match(told[0], "a file that is no socket has this name");
  server.send(liveAt(1));
  rmSync(path);
  const reader = watched(path);
  await until(() => {
    server.send(liveAt(2));
    return reader.seen.length > 0;
  });
  t.equal(told.length, 1);
  reader.close();
  await server.close();
});

t.test("a reader that takes nothing loses frames and costs the sender nothing; another beside it gets them all", async (t) => {
  const path = join(folder, "slow.sock");
  const server = await serveLive(path);
  await until(() => existsSync(path));
  const stuck = createConnection(path);
  await once(stuck, "connect");
  stuck.pause();
  const reader = watched(path);
  const padded = (at: number): Live => ({ ...liveAt(at), mode_cause: "x".repeat(20_000) });
  await until(() => {
    server.send(padded(0));
    return reader.seen.length > 0;
  });
  let slowest_ms = 0;
  for (let at = 1; at <= 1_000; at++) {
    const start = performance.now();
    server.send(padded(at));
    slowest_ms = Math.max(slowest_ms, performance.now() - start);
    await until(() => reader.seen.at(-1)!.at === at);
  }
  t.ok(slowest_ms < 100, `the slowest send took ${slowest_ms.toFixed(1)} ms`);

  // What the stuck one finds when it wakes are whole lines, in order, with a gap.
  let text = "";
  stuck.on("data", (bytes) => {
    text += bytes.toString("latin1");
  });
  stuck.resume();
  await until(() => {
    server.send(padded(2_000));
    return text.includes('"at":2000');
  });
  const seen = text
    .split("\n")
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as Live).at);
  t.same(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  t.ok(seen.length < 100, `the system holds a few for it, we hold none: ${seen.length} of 1,000 came`);
  stuck.destroy();
  reader.close();
  await server.close();
});

t.test("a frame in pieces is one frame, of frames together the newest is taken, and what is no frame is left", async (t) => {
  const path = join(folder, "pieces.sock");
  const peers: Socket[] = [];
  const server = createServer((peer) => {
    peers.push(peer);
    peer.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const reader = watched(path);
  await until(() => peers.length === 1);
  const line = `${JSON.stringify(liveAt(1, "ÄÖÜ"))}\n`;
  for (const byte of Buffer.from(line)) {
    peers[0]!.write(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  await until(() => reader.seen.length === 1);
  t.same(reader.seen[0], liveAt(1, "ÄÖÜ"));
  peers[0]!.write(`${JSON.stringify(liveAt(2))}\n${JSON.stringify(liveAt(3))}\n{"unit":`);
  await until(() => reader.seen.at(-1)!.at === 3);

  peers[0]!.write("nonsense\n");
  await until(() => peers.length === 2 && reader.gone() === 1, 3_000);
  // A line that never ends is not kept for ever.
  peers[1]!.write("x".repeat(1_000_000));
  await until(() => peers.length === 3 && reader.gone() === 2, 3_000);
  peers[2]!.write(`${JSON.stringify(liveAt(4))}\n`);
  await until(() => reader.seen.at(-1)!.at === 4);
  reader.close();
  for (const peer of peers) peer.destroy();
  server.close();
});
