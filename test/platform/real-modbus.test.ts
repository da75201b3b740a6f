import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import t, { type Test as Tap } from "tap";
import { openDevice } from "../../src/detection/protocols/index.ts";
import { openPtyPair, type Pty } from "../../src/platform/pty.ts";
import { seal } from "../../src/serial/framing/modbus-rtu.ts";
import { openDriver } from "../../src/signals/drivers/index.ts";
import { darkChannels, INDICATIONS } from "../../src/traffic/calls.ts";
import { ChannelNumber, PhaseNumber } from "../../src/traffic/numbers.ts";
import type { DeviceConfig, Port, Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { LiveLine } from "./live-line.ts";
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
  timeout_ms: 200,
});

/** Two ttys and the cable between them. */
function cable(one: string, other: string): () => void {
  const ends: Pty[] = [];
  ends.push(openPtyPair(join(folder, one), (bytes) => ends[1]?.write(bytes)));
  ends.push(openPtyPair(join(folder, other), (bytes) => ends[0]?.write(bytes)));
  return () => ends.forEach((end) => void end.close());
}

/** Starts pymodbus at the other end of a cable; it ends with the test. */
async function pymodbus(t: Tap) {
  const unplug = cable("ours", "theirs");
  const script = join(import.meta.dirname, "pymodbus-slave.py");
  const slave = spawn("/usr/bin/python3", ["-W", "ignore", script, join(folder, "theirs")], { stdio: ["pipe", "pipe", "pipe"] });
  let [said, wrong] = ["", ""];
  slave.stdout.on("data", (text) => {
    said += text;
  });
  slave.stderr.on("data", (text) => {
    wrong += text;
  });
  const gone = new Promise((resolve) => slave.on("exit", resolve));
  t.teardown(async () => {
    slave.kill();
    await gone;
    unplug();
  });
  await until(() => said.includes("pymodbus") || wrong !== "", 20_000);
  t.equal(wrong, "");
  t.comment(said.trim());
  return { tell: (line: string) => slave.stdin.write(`${line}\n`), said: () => said };
}

/** What a live line has heard so far, as [device, reading or answering]. */
function seenOn(live: LiveLine) {
  return (device: string, what: unknown) =>
    live.heard.some((h) => h.device === device && JSON.stringify(h.kind === "reading" ? h.reading : h.answering) === JSON.stringify(what));
}

t.test("our line reads pymodbus: a vehicle comes, the loop is cut, and a node that is not there stalls nobody", async (t) => {
  const slave = await pymodbus(t);
  const devices = [board("rack", "di16", 1), board("loop", "ld120", 11), board("nobody", "ld120", 12)].map(openDevice);
  const live = new LiveLine(portAt("ours"), devices);
  t.teardown(() => live.close());
  const seen = seenOn(live);
  await until(() => seen("rack", true) && seen("loop", true) && seen("nobody", false), 20_000);

  slave.tell("11 10002 1\n1 10016 1");
  await until(() => seen("loop", { kind: "presence", input: 1, on: true }), 10_000);
  await until(() => seen("rack", { kind: "presence", input: 16, on: true }), 10_000);
  t.notOk(seen("rack", { kind: "presence", input: 15, on: true }), "the input beside it stays open");

  slave.tell("11 10001 1\n11 10005 1");
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

t.test("our lamps arrive in pymodbus's coils, and it confirms them", async (t) => {
  const slave = await pymodbus(t);
  const lamps = { name: "phase 2", kind: "vehicle", phase: PhaseNumber(2), flash: "red", device: "board" } as const;
  const site = { channels: [{ ...lamps, number: ChannelNumber(2), red: 4, yellow: 5, green: 6 }] } as unknown as Site;
  const driver = openDriver({ ...board("board", "", 17), protocol: "modbus-coils", poll_ms: 10_000 }, site);
  const codes = darkChannels();
  codes[1] = INDICATIONS.indexOf("green");
  driver.show(Instant(0), codes);
  const live = new LiveLine(portAt("ours"), [driver]);
  t.teardown(() => live.close());
  await until(() => seenOn(live)("board", true), 20_000);
  slave.tell("17 coils");
  await until(() => slave.said().includes("coils"), 10_000);
  t.match(slave.said(), /coils 6 9\n/, "green of phase 2, and the heartbeat in the next whole byte");
});

t.test("mbpoll reads a detector of ours", async (t) => {
  const bits = [0, 1, 0, 0, 0, 0];
  const end: Pty = openPtyPair(
    join(folder, "detector"),
    slaveOf(11, bits, (bytes) => end.write(bytes)),
  );
  t.teardown(() => end.close());
  const ask = (count: number) =>
    promisify(execFile)("mbpoll", ["-m", "rtu", "-a", "11", "-b", "9600", "-P", "none", "-t", "1", "-c", `${count}`, "-1", end.path]);
  const { stdout } = await ask(6);
  t.match(stdout, /\[1\]: \t0\n\[2\]: \t1\n\[3\]: \t0\n\[4\]: \t0\n\[5\]: \t0\n\[6\]: \t0\n/);
  for (const line of stdout.trim().split("\n")) t.comment(line);
});

/** The least that a detector must be: discrete inputs, read by function 2. */
function slaveOf(address: number, bits: readonly number[], answer: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
  let held: number[] = [];
  return (bytes) => {
    held.push(...bytes);
    if (held.length < 8) return;
    const [node, func, , , , count] = held;
    held = [];
    if (node !== address || func !== 2) return;
    const data = bits.slice(0, count).reduce((byte, bit, i) => byte | (bit << i), 0);
    answer(seal(Uint8Array.of(address, 2, 1, data, 0, 0)));
  };
}
