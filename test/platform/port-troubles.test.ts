import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { openPtyPair } from "../../src/platform/pty.ts";
import type { Port } from "../../src/traffic/site.ts";
import { until } from "./until.ts";
import { portIn, watched } from "./watched.ts";

const folder = mkdtempSync(join(tmpdir(), "stopline-port-"));
// Another user must find what is in it.
chmodSync(folder, 0o755);
t.teardown(() => rmSync(folder, { recursive: true }));

/** A port in a process of its own, and what that has said so far. */
function child(port: Port, options: { readonly uid?: number; readonly env?: NodeJS.ProcessEnv } = {}) {
  const script = join(import.meta.dirname, "port-child.ts");
  // What tap preloads wants to write where another user may not.
  const env = { ...process.env, NODE_OPTIONS: "", ...options.env };
  const process_ = spawn(process.execPath, [script, JSON.stringify(port)], { stdio: ["pipe", "pipe", "inherit"], ...options, env });
  let said = "";
  process_.stdout.on("data", (text) => {
    said += text;
  });
  return { said: () => said, pid: process_.pid!, end: () => ended(process_) };
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.stdin!.end();
  });

const settings = async (path: string): Promise<string> => (await promisify(execFile)("stty", ["-F", path, "-a"])).stdout;

t.test("a port that another program holds keeps its speed and stop bits, and the cause names the program", async (t) => {
  const port = portIn(folder, "held");
  const cable = openPtyPair(port.path, () => {});
  const holder = child(port);
  await until(() => holder.said() === "opened\n");
  const before = await settings(port.path);
  t.match(before, "speed 38400 baud");
  const unit = watched({ ...port, baud: 9_600, stop_bits: 2 });
  await until(() => unit.story.length === 1);
  t.match(unit.story[0], `port "held": ${port.path} is held by another program (by "${process.execPath}`);
  t.match(unit.story[0], `(process ${holder.pid})`);
  t.equal(await settings(port.path), before);
  await holder.end();
  await until(() => unit.story.length === 2);
  t.equal(unit.story[1], "opened", "and it is ours when the other one has gone");
  t.match(await settings(port.path), "speed 9600 baud");
  await unit.open.close();
  cable.close();
});

t.test("two units that are started on one port do not both talk on it", async (t) => {
  const port = portIn(folder, "both");
  const cable = openPtyPair(port.path, () => {});
  const units = [watched(port), watched(port)];
  await until(() => units.every((unit) => unit.story.length > 0));
  await until(() => units.some((unit) => unit.story.includes("opened")));
  const [waiting, ...others] = units.filter((unit) => !unit.story.includes("opened"));
  t.same(others, []);
  t.match(waiting!.story[0], "is held by another program");
  for (const unit of units) await unit.open.close();
  cable.close();
});

t.test("a port of another group is told as such, and opened as soon as it may be", async (t) => {
  const port = portIn(folder, "group");
  const cable = openPtyPair(port.path, () => {});
  const mode = statSync(port.path).mode & 0o777;
  chmodSync(port.path, 0o000);
  // Nothing is closed to root: then somebody else must try.
  const unit = child(port, process.getuid?.() === 0 ? { uid: 65_534 } : {});
  await until(() => unit.said() !== "");
  t.match(unit.said(), `${port.path} may not be opened by this user`);
  t.match(unit.said(), "add the user to the group that owns it");
  chmodSync(port.path, mode | 0o666);
  await until(() => unit.said().endsWith("opened\n"));
  await unit.end();
  cable.close();
});

const RS485: Pick<Port, "rs485"> = { rs485: { before_ms: 1, after_ms: 3 } };

t.test("a driver without an RS-485 mode is refused with what turns it on", async (t) => {
  const port = { ...portIn(folder, "usb"), ...RS485 };
  const cable = openPtyPair(port.path, () => {});
  const unit = watched(port);
  await until(() => unit.story.length === 1);
  t.match(unit.story[0], "has a driver that switches no RS-485 transceiver (RS-485: inappropriate ioctl for device)");
  t.match(unit.story[0], "leave rs485 out if the adapter switches by itself");
  t.match(unit.story[0], "linux,rs485-enabled-at-boot-time;");
  await unit.open.close();
  cable.close();
});

t.test("the kernel is told to switch the transceiver, with its delays, and only where the site says so", async (t) => {
  const library = join(folder, "rs485-driver.so");
  await promisify(execFile)("gcc", ["-shared", "-fPIC", "-o", library, join(import.meta.dirname, "rs485-driver.c"), "-ldl"]);
  const told = join(folder, "told");
  const env = { LD_PRELOAD: library, RS485_TOLD: told };
  const port = portIn(folder, "uart");
  const cable = openPtyPair(port.path, () => {});

  const plain = child(port, { env });
  await until(() => plain.said() !== "");
  await plain.end();
  t.throws(() => readFileSync(told), { code: "ENOENT" });

  const unit = child({ ...port, ...RS485 }, { env });
  await until(() => unit.said() !== "");
  t.equal(unit.said(), "opened\n");
  t.equal(readFileSync(told, "utf8"), "enabled, RTS on send 1 ms before, 3 ms after\n");
  await unit.end();
  cable.close();
});
