import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { Cable } from "../../src/cli/street.ts";
import { readSite } from "../../src/config/index.ts";
import { openDevice } from "../../src/detection/protocols/index.ts";
import { openDriver } from "../../src/signals/drivers/index.ts";
import { openFieldDevice } from "../../src/street/devices/index.ts";
import { Bus } from "../../src/street/field-line.ts";
import { Random } from "../../src/street/random.ts";
import { Sensor } from "../../src/street/sensor.ts";
import { Street } from "../../src/street/street.ts";
import { darkChannels, INDICATIONS } from "../../src/traffic/calls.ts";
import { ChannelNumber, PhaseNumber } from "../../src/traffic/numbers.ts";
import type { DeviceConfig, Port, Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { LiveLine } from "./live-line.ts";
import { pymodbus } from "./pymodbus.ts";
import { until } from "./until.ts";

/** Programs that this project did not write, on the other end of real ttys. */
const folder = mkdtempSync(join(tmpdir(), "stopline-modbus-"));
t.teardown(() => rmSync(folder, { recursive: true }));
const portAt = (name: string): Port => ({ name, path: join(folder, name), baud: 9_600, parity: "none", stop_bits: 1 });
const board = (name: string, profile: string, address: number): DeviceConfig => ({
  name,
  port: "ours",
  protocol: "modbus-rtu",
  profile,
  address,
  poll_ms: 100,
  // A program in Python that waits for its turn on a busy machine is not silent.
  timeout_ms: 2_000,
});

/** What a live line has heard so far, as [device, reading or answering]. */
function seenOn(live: LiveLine) {
  return (device: string, what: unknown) =>
    live.heard.some((h) => h.device === device && JSON.stringify(h.kind === "reading" ? h.reading : h.answering) === JSON.stringify(what));
}

t.test("our line reads pymodbus: a vehicle comes, the loop is cut, and a node that is not there stalls nobody", async (t) => {
  const slave = await pymodbus(t, folder, "ours");
  const devices = [board("rack", "di16", 1), board("loop", "ld120", 11), { ...board("nobody", "ld120", 12), timeout_ms: 200 }].map(
    openDevice,
  );
  const live = new LiveLine(portAt("ours"), devices);
  t.teardown(() => live.close());
  const seen = seenOn(live);
  await until(() => seen("rack", true) && seen("loop", true) && seen("nobody", false), 20_000);

  await slave.tell("11 10002 1", "1 10016 1");
  await until(() => seen("loop", { kind: "presence", input: 1, on: true }), 10_000);
  await until(() => seen("rack", { kind: "presence", input: 16, on: true }), 10_000);
  t.notOk(seen("rack", { kind: "presence", input: 15, on: true }), "the input beside it stays open");

  await slave.tell("11 10001 1", "11 10005 1");
  await until(() => seen("loop", { kind: "fault", input: 1, fault: "open-loop", on: true }), 10_000);
  t.notOk(seen("loop", { kind: "fault", input: 1, fault: "shorted-loop", on: true }));

  const before = live.line.health().map((h) => h.polls);
  await until(() => live.line.health()[0]!.polls >= before[0]! + 10, 10_000);
  t.match(live.line.health(), [
    { device: "rack", answering: true, timeouts: 0 },
    { device: "loop", answering: true, timeouts: 0 },
    { device: "nobody", answering: false },
  ]);
});

t.test("our line reads pymodbus's counters: who came and went between two questions is there", async (t) => {
  const slave = await pymodbus(t, folder, "ours");
  await slave.tell("4 40056 9", "9 40084 1", "9 40083 65535", "3 45302 65535");
  const boards = [board("aspar", "aspar-4di", 4), board("sfar", "sfar-16di", 9), board("gauger", "gauger", 3)];
  const live = new LiveLine(portAt("ours"), boards.map(openDevice));
  t.teardown(() => live.close());
  const seen = seenOn(live);
  const ons = (device: string, input: number) =>
    live.heard.filter(
      ({ device: name, ...h }) =>
        name === device && h.kind === "reading" && h.reading.kind === "presence" && h.reading.input === input && h.reading.on,
    );
  await until(() => ["aspar", "sfar", "gauger"].every((name) => seen(name, { kind: "presence", input: 2, on: false })), 20_000);
  await slave.tell("4 40056 11", "9 40083 0", "3 45302 1");
  await until(() => ons("aspar", 2).length === 2 && ons("gauger", 2).length === 2, 20_000);
  await slave.tell("4 30051 8");
  await until(() => seen("aspar", { kind: "presence", input: 4, on: true }), 10_000);
  t.match(live.line.health(), [{ timeouts: 0 }, { timeouts: 0 }, { timeouts: 0 }]);
  t.equal(ons("sfar", 16).length, 0, "its low word is the first: 131071, then 65536, is a counter that somebody has set");
  await slave.tell("9 40083 3");
  await until(() => ons("sfar", 16).length === 3, 10_000);
  t.ok(seen("sfar", { kind: "presence", input: 16, on: false }));
});

t.test("our lamps arrive in pymodbus's coils, and it confirms them", async (t) => {
  const slave = await pymodbus(t, folder, "ours");
  const lamps = { name: "phase 2", kind: "vehicle", phase: PhaseNumber(2), flash: "red", device: "board" } as const;
  const site = { channels: [{ ...lamps, number: ChannelNumber(2), red: 4, yellow: 5, green: 6 }] } as unknown as Site;
  const driver = openDriver({ ...board("board", "", 17), protocol: "modbus-coils", poll_ms: 10_000 }, site);
  const codes = darkChannels();
  codes[1] = INDICATIONS.indexOf("green");
  driver.show(Instant(0), codes);
  const live = new LiveLine(portAt("ours"), [driver]);
  t.teardown(() => live.close());
  await until(() => seenOn(live)("board", true), 20_000);
  t.same(await slave.coils(), [6, 9], "green of phase 2, and the heartbeat in the next whole byte");
});

t.test("mbpoll reads the counters of our simulated boards, words in the order of each maker", async (t) => {
  const sensors = Array.from({ length: 16 }, () => new Sensor());
  for (let i = 0; i < 70_000; i++) {
    sensors[1]!.set(true, 100);
    sensors[1]!.set(false, 100);
  }
  sensors[2]!.set(true, 100);
  const usual = { site: {} as Site, inputs: sensors, msPerByte: 1, random: new Random(1, 2), began_ms: 0 };
  const boards = [
    board("aspar", "aspar-4di", 4),
    board("sfar", "sfar-16di", 9),
    board("gauger", "gauger", 3),
    board("seneca", "z-d-in", 5),
  ];
  const bus = new Bus(boards.map((config) => openFieldDevice({ ...usual, config })));
  const start = performance.now();
  const cable = new Cable(bus, join(folder, "boards"), () => Instant(Math.floor(performance.now() - start)));
  t.teardown(() => cable.close());
  const ask = async (node: number, table: string, first: number, count: number) => {
    const line = [
      "-m",
      "rtu",
      "-a",
      `${node}`,
      "-b",
      "9600",
      "-P",
      "none",
      "-t",
      table,
      "-r",
      `${first}`,
      "-c",
      `${count}`,
      "-1",
      cable.path,
    ];
    const { stdout } = await promisify(execFile)("mbpoll", line);
    return [...stdout.matchAll(/^\[\d+\]: \t(\S+)/gm)].map(([, value]) => value);
  };
  t.same(await ask(4, "3", 51, 1), ["4"], "input 3");
  t.same(await ask(4, "4", 53, 6), ["0", "0", "1", "4464", "0", "1"]);
  t.same(await ask(9, "4", 53, 6), ["0", "0", "4464", "1", "1", "0"]);
  t.same(await ask(3, "4", 5301, 12), ["0", "4464", "1", "0", "0", "4464", "0", "0", "0", "0", "1", "0"]);
  t.same(await ask(5, "4", 2, 1), ["4"]);
});

t.test("mbpoll reads a loop detector of our simulated street", async (t) => {
  const file = "deploy/sites/four-leg.toml";
  const read = readSite(readFileSync(join(import.meta.dirname, "../..", file), "utf8"), file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const street = new Street(read.site, 7);
  const start = performance.now();
  const cable = new Cable(street.line("advance"), join(folder, "detectors"), () => Instant(Math.floor(performance.now() - start)));
  t.teardown(() => cable.close());
  const ask = async (node: number, table: string, count: number) => {
    const line = ["-m", "rtu", "-a", `${node}`, "-b", "9600", "-P", "none", "-t", table, "-c", `${count}`, "-1", cable.path];
    const { stdout } = await promisify(execFile)("mbpoll", line);
    t.comment(stdout.slice(stdout.indexOf("-- Polling")).trim());
    return [...stdout.matchAll(/^\[\d+\]: \t(\S+)/gm)].map(([, value]) => value);
  };
  t.same(await ask(11, "1", 6), ["0", "0", "0", "0", "0", "0"], "nobody there");
  street.sensor(13).set(true, 100);
  t.same(await ask(11, "1", 6), ["0", "1", "0", "0", "0", "0"], "a vehicle over the loop");
  t.same(await ask(12, "1", 6), ["0", "0", "0", "0", "0", "0"], "and none over the next one");
  street.breakLoop(13, "shorted-loop");
  t.same(await ask(11, "1", 6), ["1", "1", "0", "0", "0", "1"], "fault, and it goes on calling");
  t.same(await ask(11, "3:hex", 2), ["0x0322", "0x0123"], "type and state as registers");
  await t.rejects(ask(11, "1", 7), "an address that it has not");
});
