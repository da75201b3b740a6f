import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { openPtyPair } from "../../src/platform/pty.ts";
import { until } from "./until.ts";
import { portIn, watched } from "./watched.ts";

const folder = mkdtempSync(join(tmpdir(), "stopline-replug-"));
t.teardown(() => rmSync(folder, { recursive: true }));

/** What getty and login do to a line when they begin and end; the system lets root alone do it. */
async function hangUp(path: string): Promise<void> {
  const TIOCVHANGUP = 0x5437;
  const script = `import fcntl, os, sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY), ${TIOCVHANGUP})`;
  const words = [...(process.getuid?.() === 0 ? [] : ["sudo", "-n"]), "python3", "-c", script, path];
  await promisify(execFile)(words[0]!, words.slice(1));
}

t.test("the adapter is pulled out and comes back as ttyUSB1: its name by-path leads to it", async (t) => {
  const port = portIn(folder, "by-path");
  const first = openPtyPair(port.path, () => {});
  const name = readlinkSync(port.path);
  const unit = watched(port);
  await until(() => unit.story.includes("opened"));
  first.close();
  await until(() => !existsSync(name));
  // The unit still holds what was unplugged, so its number is not free.
  const second = openPtyPair(port.path, () => {});
  t.not(readlinkSync(port.path), name);
  await until(() => unit.story.length === 3);
  t.match(unit.story[2], "opened");
  second.write(Buffer.from("here again"));
  await until(() => unit.heard() === "here again");
  await unit.open.close();
  second.close();
});

t.test("a login that ends on the line hangs it up, and it is opened again under the same name and number", async (t) => {
  const port = portIn(folder, "login");
  const cable = openPtyPair(port.path, () => {});
  const unit = watched(port);
  await until(() => unit.story.includes("opened"));
  await hangUp(port.path);
  await until(() => unit.story.length === 3);
  t.match(unit.story[1], "was unplugged");
  t.equal(unit.story[2], "opened");
  cable.write(Buffer.from("still here"));
  await until(() => unit.heard() === "still here");
  await unit.open.close();
  cable.close();
});
