import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { portAt } from "../../src/cli/bench-port.ts";
import { Cable } from "../../src/cli/street.ts";
import type { ProtocolName } from "../../src/detection/protocols/index.ts";
import { settingsWords, type Tap } from "../../src/doctor/tap.ts";
import { examine } from "../../src/doctor/unknown.ts";
import { openPtyPair } from "../../src/platform/pty.ts";
import { tapOn } from "../../src/platform/tap.ts";
import { Instant } from "../../src/traffic/time.ts";
import { lineWith, plainly, spoilt } from "./bus-time.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const start = performance.now();
const now = () => Instant(Math.floor(performance.now() - start));

/** A device behind a real tty. A tty takes any speed: what is said at another than the device's own arrives spoilt. */
function ttyWith(t: Test, protocol: ProtocolName, address: number, baud: number): Tap {
  const settings = plainly(baud);
  const folder = mkdtempSync(join(tmpdir(), "stopline-speeds-"));
  const line = lineWith(protocol, address, baud);
  const cable = new Cable(line, join(folder, "line"), now);
  const timer = setInterval(() => {
    line.step(now());
    cable.look();
  }, 100);
  t.teardown(() => {
    clearInterval(timer);
    cable.close();
    rmSync(folder, { recursive: true });
  });
  const tap = tapOn(portAt(join(folder, "line")));
  return {
    path: tap.path,
    open: async (at) => {
      const open = await tap.open(at);
      if (settingsWords(at) === settingsWords(settings)) return open;
      return {
        write: (bytes) => open.write(spoilt(bytes)),
        listen: (ms, heard) => open.listen(ms, (bytes) => heard(spoilt(bytes))),
        close: () => open.close(),
      };
    },
  };
}

t.test("a loop at 38,400 baud, a radar at 115,200 and a card at 1,200 are found on ttys whose speed nobody knows", async (t) => {
  const looks = [
    ["modbus-rtu", 2, 38_400],
    ["rtms-g4", 1, 115_200],
    ["canoga", 3, 1_200],
  ] as const;
  // Side by side: all that they do is wait.
  await Promise.all(
    looks.map(async ([protocol, address, baud]) => {
      const watch = { now, told: () => {}, progress: () => {}, stopped: () => false, mayAsk: async () => false };
      const tap = ttyWith(t, protocol, address, baud);
      let { census, findings } = await examine(tap, { last_address: 4 }, watch);
      // On a machine with more to do than it can, an answer may come too late twice.
      for (let turn = 0; turn < 2 && census?.settings === null; turn++)
        ({ census, findings } = await examine(tap, { last_address: 4 }, watch));
      t.match(census, { settings: { baud, parity: "none" }, residents: [{ protocol, address }] });
      t.match(findings, [{ code: "device-found", found: new RegExp(`^${baud} 8N1: address ${address} answers to ${protocol}`) }]);
    }),
  );
});

t.test("Ctrl-C in the middle of a search ends it with how far it came", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "stopline-ended-"));
  const cable = openPtyPair(join(folder, "line"), () => {});
  t.teardown(() => {
    cable.close();
    rmSync(folder, { recursive: true });
  });
  const child = spawn(process.execPath, [CLI, "doctor", join(folder, "line")], { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (words: string) => {
    if (/^round 1 of/m.test(words)) child.kill("SIGINT");
    out += words;
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  t.same({ code, signal }, { code: 0, signal: null }, "by itself");
  t.match(out, /\d+ of \d+ questions were asked {2}\[line-ended\]$/m);
  t.notMatch(out, "line-empty");
});
