import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { StreetWatch, tellService } from "../../src/platform/service.ts";
import { Instant } from "../../src/traffic/time.ts";
import { until } from "./until.ts";

/** A service manager's ear: prints what it hears at the socket of that path. */
const EAR = `
import socket, sys
ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.bind("\\0" + sys.argv[1][1:] if sys.argv[1][0] == "@" else sys.argv[1])
print("listening", flush=True)
while True: print(ear.recv(200).decode(), flush=True)
`;

async function ear(t: Test, path: string): Promise<() => string> {
  const program = spawn("python3", ["-c", EAR, path], { stdio: ["ignore", "pipe", "inherit"] });
  let heard = "";
  program.stdout.on("data", (text) => {
    heard += text;
  });
  const gone = new Promise((resolve) => program.once("exit", resolve));
  t.teardown(async () => {
    delete process.env.NOTIFY_SOCKET;
    program.kill();
    await gone;
  });
  await until(() => heard.includes("listening"), 20_000);
  process.env.NOTIFY_SOCKET = path;
  return () => heard;
}

t.test("the service manager hears that we are ready, by a path and by an abstract name", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "stopline-service-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const path of [join(folder, "notify"), `@stopline-test-${process.pid}`]) {
    await t.test(path[0] === "@" ? "abstract" : "path", async (t) => {
      const heard = await ear(t, path);
      tellService("READY=1");
      await until(() => heard() === "listening\nREADY=1\n", 5_000);
    });
  }
});

t.test("a service manager that has gone, or a name that is none, keeps nobody from the signals", async (t) => {
  t.teardown(() => delete process.env.NOTIFY_SOCKET);
  for (const path of ["/nowhere/at/all", "x".repeat(300), ""]) {
    process.env.NOTIFY_SOCKET = path;
    t.doesNotThrow(() => tellService("WATCHDOG=1"));
  }
});

t.test(
  "the tick feeds the watchdog once a second, and no longer when the lamps' port has been away for a minute; a loop's may stay away",
  async (t) => {
    const watch = new StreetWatch(new Set(["outputs", "never there"]));
    const fed = (from: number, to: number) => {
      let times = 0;
      for (let now = from; now < to; now += 100) if (watch.stepped(Instant(now))) times++;
      return times;
    };
    watch.port("never there", false, Instant(0));
    watch.port("outputs", true, Instant(0));
    watch.port("loops", true, Instant(0));
    watch.port("loops", false, Instant(100));
    t.equal(fed(0, 10_000), 10);
    watch.port("outputs", false, Instant(10_000));
    watch.port("outputs", false, Instant(40_000));
    t.equal(fed(10_000, 70_100), 61, "for a minute after it was first away");
    t.equal(fed(70_100, 80_000), 0);
    watch.port("outputs", true, Instant(80_000));
    t.equal(fed(80_000, 90_000), 10);
  },
);
