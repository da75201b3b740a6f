import t from "tap";
import { lineFindings } from "../../src/doctor/devices.ts";
import { type OpenTap, settingsWords, type Tap } from "../../src/doctor/tap.ts";
import { examine, siteLines } from "../../src/doctor/unknown.ts";
import { seal } from "../../src/serial/framing/modbus-rtu.ts";
import type { DeviceConfig, Port } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";

const watch = { now: () => Instant(0), told: () => {}, progress: () => {}, stopped: () => false, mayAsk: async () => true };

/** An elektronika board, silent because nobody passes, in no real time: it says READY> late, and then every byte is a command. */
function board({ deaf = false, at = "9600 8N1", besides = (_: Uint8Array): Uint8Array | null => null } = {}) {
  const commands: string[] = [];
  let [takes, ready] = [false, false];
  let coming: Uint8Array[] = [];
  const say = (text: string) => void coming.push(Uint8Array.from(`${text}\r\nEND>\r\n`, (letter) => letter.charCodeAt(0)));
  const open = (settings: string): OpenTap => ({
    write: (bytes) => {
      if (settings !== at) return;
      const answer = besides(bytes);
      if (answer !== null) coming.push(answer);
      for (const byte of bytes) {
        if (!takes && byte === 0x1a) takes = true;
        else if (ready) {
          commands.push(String.fromCharCode(byte));
          if (byte === 0x51 && !deaf) say("QUIT>");
          if (byte === 0x51) [takes, ready] = [false, false];
        }
      }
    },
    listen: async (ms, heard) => {
      if (takes && !ready && ms >= 2_000) {
        ready = true;
        say("READY>v1");
      }
      for (let bytes = coming.shift(); bytes !== undefined; bytes = coming.shift()) if (heard(bytes)) return;
    },
    close: async () => {
      coming = [];
    },
  });
  const tap: Tap = { path: "/dev/board", open: async (settings) => open(settingsWords(settings)) };
  return { tap, commands };
}

t.test(
  "an elektronika board that takes a question for a command hears nothing after it but to detect again, and is found so",
  async (t) => {
    const { tap, commands } = board();
    const found = await examine(tap, { protocol: "modbus-rtu" }, watch);
    t.same(commands, ["Q"]);
    t.match(found.findings, [{ code: "device-woken", grade: "look", found: /^9600 8N1: .*says that it detects again/ }]);
    const lines = siteLines(found, "/dev/board");
    for (const line of ['protocol = "elektronika"', "baud = 9600"]) t.ok(lines.includes(line), line);
    t.notOk(lines.some((line) => line.startsWith("address") || line.startsWith("poll_ms")));
  },
);

t.test("one that does not say that it detects again is something wrong", async (t) => {
  const { tap, commands } = board({ deaf: true });
  const { findings } = await examine(tap, { protocol: "modbus-rtu" }, watch);
  t.same(commands, ["Q"]);
  t.match(findings, [{ code: "device-commands", grade: "wrong" }]);
});

t.test("where somebody else answers, address 26 is asked like any other", async (t) => {
  const asked: number[] = [];
  const { tap } = board({
    besides: (bytes) => {
      asked.push(bytes[0]!);
      return bytes[0] === 28 ? seal(Uint8Array.of(28, bytes[1]! | 0x80, 2, 0, 0)) : null;
    },
  });
  const { census } = await examine(tap, { protocol: "modbus-rtu", last_address: 30, baud: 9_600 }, watch);
  t.match(census, { residents: [{ protocol: "modbus-rtu", address: 28 }] });
  t.notOk(census?.woken);
  t.ok(asked.includes(26));
});

t.test("a gateway behind which nobody answers is spoken of as one, not as two wires", async (t) => {
  const port = (path: string) => ({ name: "a", path, baud: 9_600, parity: "none", stop_bits: 1 }) as unknown as Port;
  const silent = (names: readonly string[]) =>
    names.map((name) => ({
      config: { name, port: "a", protocol: "modbus-rtu", profile: "di16", address: 1 } as unknown as DeviceConfig,
      health: { device: name, answering: false, polls: 10, timeouts: 10, noise_bytes: 0 },
      refuses: false,
      answer_bytes: 7,
    }));
  const said = (path: string, names: readonly string[]) => lineFindings(port(path), silent(names), []).at(-1)!;
  for (const names of [["x"], ["x", "y"]]) {
    const gateway = said("udp://192.168.10.5:10001", names);
    t.match(gateway, { code: "gateway-silent", grade: "wrong" });
    t.notMatch(`${gateway.cause} ${gateway.todo}`, /RS-485|A and B|TX/);
    t.match(said("/dev/ttyS1", names), { code: "line-silent" });
  }
  t.match(said("udp://192.168.10.5:10001", ["x", "y"]).found, "through udp://192.168.10.5:10001");
});
