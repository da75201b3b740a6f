import { pbkdf2 } from "node:crypto";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReadStream } from "node:tty";
import t from "tap";
import { openPtyPair } from "../../src/platform/pty.ts";
import { openPort } from "../../src/platform/serial-port.ts";
import { openPty } from "../../src/timing/native.ts";
import type { Port } from "../../src/traffic/site.ts";
import { Asker, answerOf } from "../serial/bus.ts";
import { LiveLine } from "./live-line.ts";
import { descriptors, unplugged } from "./unplugged.ts";
import { until } from "./until.ts";
import { portIn, watched } from "./watched.ts";

const folder = mkdtempSync(join(tmpdir(), "stopline-tty-"));
t.teardown(() => rmSync(folder, { recursive: true }));
const portAt = (name: string) => portIn(folder, name);

t.test("bytes pass in both directions, all 256 of them", async (t) => {
  const port = portAt("both");
  let atDevice = "";
  const cable = openPtyPair(port.path, (bytes) => {
    atDevice += Buffer.from(bytes).toString("latin1");
  });
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  const unit = watched(port);
  await until(() => unit.story.includes("opened"));
  unit.open.write(all);
  cable.write(all);
  await until(() => atDevice.length >= 256 && unit.heard().length >= 256);
  t.equal(atDevice, Buffer.from(all).toString("latin1"));
  t.equal(unit.heard(), Buffer.from(all).toString("latin1"));
  await unit.open.close();
  cable.close();
  t.throws(() => statSync(port.path), { code: "ENOENT" }, "an unplugged adapter has no name");
});

t.test("bytes that are kept by the caller and changed do not change on the wire", async (t) => {
  const port = portAt("kept");
  let atDevice = "";
  const cable = openPtyPair(port.path, (bytes) => {
    atDevice += Buffer.from(bytes).toString("latin1");
  });
  const unit = watched(port);
  await until(() => unit.story.includes("opened"));
  const request = Buffer.from("first");
  unit.open.write(request);
  request.write("other");
  await until(() => atDevice.length >= 5);
  t.equal(atDevice, "first");
  await unit.open.close();
  cable.close();
});

t.test("a port that is not there yet is opened when it comes, and says once why it was closed", async (t) => {
  const port = portAt("late");
  const unit = watched(port);
  await until(() => unit.story.length === 1);
  t.match(unit.story[0], `port "late": ${port.path} is not there`);
  t.match(unit.story[0], "is the adapter plugged in");
  const cable = openPtyPair(port.path, () => {});
  await until(() => unit.story.length === 2, 2_000);
  t.equal(unit.story[1], "opened");
  await unit.open.close();
  cable.close();
});

t.test("a path that is no serial port is told in words", async (t) => {
  const port = portAt("file");
  writeFileSync(port.path, "");
  const unit = watched(port);
  await until(() => unit.story.length === 1);
  t.match(unit.story[0], `port "file": ${port.path} `);
  await unit.open.close();
});

t.test("what was said before the port was open is not heard", async (t) => {
  const port = portAt("stale");
  const cable = openPtyPair(port.path, () => {});
  cable.write(Buffer.from("stale"));
  let [open, fresh] = [false, ""];
  const unit = openPort(port, {
    opened: () => {
      open = true;
    },
    closed: () => {},
    heard: (bytes) => {
      if (open) fresh += Buffer.from(bytes).toString("latin1");
    },
  });
  await until(() => open);
  cable.write(Buffer.from("fresh"));
  await until(() => fresh.length >= 5);
  t.equal(fresh, "fresh");
  await unit.close();
  cable.close();
});

t.test("a device that talks to nobody for ever does not stop the process", async (t) => {
  const cable = openPtyPair(join(folder, "nobody"), () => {});
  for (let i = 0; i < 1_000; i++) cable.write(Buffer.alloc(1_000));
  t.pass("a megabyte was written to a tty that nobody reads");
  cable.close();
});

t.test("another device under the same name is found out", async (t) => {
  const port = portAt("name");
  const [first, second] = [openPtyPair(join(folder, "first"), () => {}), openPtyPair(join(folder, "second"), () => {})];
  symlinkSync(readlinkSync(first.path), port.path);
  const unit = watched(port);
  await until(() => unit.story.includes("opened"));
  // The name moves to the second device while the first stays open: what udev does after a re-plug that nobody noticed.
  rmSync(port.path);
  symlinkSync(readlinkSync(second.path), port.path);
  await until(() => unit.story.filter((said) => said === "opened").length === 2, 5_000);
  second.write(Buffer.from("second"));
  await until(() => unit.heard() === "second");
  t.match(unit.story[1], "another device has taken its name");
  await unit.open.close();
  first.close();
  second.close();
});

t.test("a name that moves in the moment its port is opened is found out, however late it is looked at", async (t) => {
  const port = portAt("moves");
  const [first, second] = [openPtyPair(join(folder, "one"), () => {}), openPtyPair(join(folder, "two"), () => {})];
  symlinkSync(readlinkSync(first.path), port.path);
  // With all of the threads busy that ask files, a question waits behind what was asked before.
  let busy = true;
  const work = () => busy && pbkdf2("", "", 20_000, 8, "sha512", work);
  for (let i = 0; i < 12; i++) work();
  let opened = 0;
  const unit = openPort(port, {
    opened: () => {
      if (++opened > 1) return;
      rmSync(port.path);
      symlinkSync(readlinkSync(second.path), port.path);
    },
    closed: (cause) => {
      busy = false;
      t.match(cause, "another device has taken its name");
    },
    heard: () => {},
  });
  t.teardown(() => {
    busy = false;
  });
  await until(() => opened === 2, 20_000);
  await unit.close();
  first.close();
  second.close();
});

t.test("an adapter that stops taking bytes and wakes later says one old request, not minutes of them", async (t) => {
  const FRAME = 256;
  const { path, master } = openPty();
  const unit = watched({ ...portAt("stuck"), path });
  await until(() => unit.story.includes("opened"));
  // The kernel moves bytes on in its own time: full is a tty that takes nothing for a while.
  const fill = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  for (let refused = 0; refused < 20; ) {
    try {
      writeSync(fill, Buffer.alloc(FRAME));
      refused = 0;
    } catch {
      refused++;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
  closeSync(fill);
  for (let i = 0; i < 50; i++) {
    unit.open.write(Buffer.alloc(FRAME, "o"));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  let heard = "";
  const device = new ReadStream(master);
  device.on("data", (bytes: Buffer) => {
    heard += bytes.toString("latin1");
  });
  await until(() => {
    unit.open.write(Buffer.alloc(FRAME, "n"));
    return heard.endsWith("n");
  });
  t.equal(heard.replaceAll(/[^o]/g, "").length, FRAME);
  device.destroy();
  await unit.open.close();
});

/** Cards at the other end of a real tty, whose answers are there before the unit goes on; `held_ms` is how long it then stands still. */
function live(port: Port, device: Asker, held_ms: number) {
  let asked = 0;
  const cable = openPtyPair(port.path, (bytes) => {
    for (const byte of bytes) if (byte === 0x3f) cable.write(answerOf(device.address, asked++ & 0xff));
    const from = performance.now();
    while (performance.now() - from < held_ms);
    setTimeout(() => line.look(), 0);
  });
  const line = new LiveLine(port, [device]);
  return { cable, line, asked: () => asked };
}

t.test("a unit that stands still for longer than a time-out reads the answers that came meanwhile", async (t) => {
  const { cable, line, asked } = live(portAt("held"), new Asker(1, { poll_ms: 20, timeout_ms: 30 }), 60);
  await until(() => asked() >= 15, 10_000);
  await line.close();
  // Not all of them on a machine with more to do than it can: then a thread may take longer to read a port.
  const { answering, timeouts } = line.line.health()[0]!;
  t.equal(answering, true);
  t.ok(timeouts <= 3, `${timeouts} time-outs in ${asked()} answers`);
  cable.close();
});

t.test("200 unplugs in mid-sentence, on eight ports at once, leave no descriptor behind", async (t) => {
  const before = descriptors();
  const ports = Array.from({ length: 8 }, (_, i) => portAt(`unplug-${i}`));
  const slowest_ms = Math.max(...(await Promise.all(ports.map((port) => unplugged(port, 25)))));
  t.same(descriptors(), before);
  t.ok(slowest_ms < 2_000, `back within two seconds of the plug: ${Math.round(slowest_ms)} ms`);
});

t.test("closing while it is still being opened closes it", async (t) => {
  const port = portAt("closing");
  const cable = openPtyPair(port.path, () => {});
  const before = descriptors();
  for (let i = 0; i < 20; i++) {
    const unit = watched(port);
    await unit.open.close();
    t.same(unit.story, [], "and nothing is said");
  }
  t.same(descriptors(), before);
  cable.close();
});
