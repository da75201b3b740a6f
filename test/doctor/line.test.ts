import { join } from "node:path";
import t from "tap";
import { portAt } from "../../src/cli/bench-port.ts";
import { openDevice } from "../../src/detection/protocols/index.ts";
import { overhear } from "../../src/doctor/overhear.ts";
import { takeCensus } from "../../src/doctor/scan.ts";
import { settingsWords, type Tap } from "../../src/doctor/tap.ts";
import { examine, siteLines } from "../../src/doctor/unknown.ts";
import { openPtyPair } from "../../src/platform/pty.ts";
import { tapOn } from "../../src/platform/tap.ts";
import { Instant } from "../../src/traffic/time.ts";
import { LiveLine } from "../platform/live-line.ts";
import { until } from "../platform/until.ts";
import { cabinetOf, doctor, stopline } from "./cabinet.ts";

const start = performance.now();
const now = () => Instant(Math.floor(performance.now() - start));
const watch = { now, told: () => {}, progress: () => {}, stopped: () => false };
const never = async (): Promise<boolean> => {
  throw new Error("nobody talks here");
};

/** A tty takes any speed: here only what is said at the line's own settings arrives as it was said. */
function setTo(tap: Tap, right: string): Tap {
  const spoilt = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x55);
  return {
    path: tap.path,
    open: async (settings) => {
      const open = await tap.open(settings);
      if (settingsWords(settings) === right) return open;
      return {
        write: (bytes) => open.write(spoilt(bytes)),
        listen: (ms, heard) => open.listen(ms, (bytes) => heard(spoilt(bytes))),
        close: () => open.close(),
      };
    },
  };
}

t.test("eight loops on a line that nobody knows are found with their speed, parity, addresses and profile", async (t) => {
  const cabinet = cabinetOf(t);
  cabinet.street.fail("loop-west-2", true);
  const path = join(cabinet.folder, "advance");
  const tap = setTo(tapOn(portAt(path)), "19200 8E1");
  const found = await examine(tap, { protocol: "modbus-rtu", last_address: 18 }, { ...watch, mayAsk: never });
  t.equal(found.census?.settings && settingsWords(found.census.settings), "19200 8E1");
  const residents = [11, 12, 13, 14, 15, 16, 17].map((address) => ({ protocol: "modbus-rtu", address, profiles: ["ld120"] }));
  t.match(found.census?.residents, residents);
  t.equal(found.census?.residents.length, residents.length, "and nobody at 18, whose cable is cut");
  const lines = siteLines(found, path);
  for (const line of ['parity = "even"', "baud = 19200", 'profile = "ld120"', "address = 17"]) t.ok(lines.includes(line), line);
});

t.test("on a line on which a controller asks its loops nothing is said, but what is heard", async (t) => {
  const folder = cabinetOf(t).folder;
  const path = join(folder, "live-bus");
  let said = 0;
  const bus = openPtyPair(path, (bytes) => {
    said += bytes.length;
  });
  const talk = setInterval(() => {
    bus.write(Uint8Array.of(0x0b, 0x02, 0x00, 0x00, 0x00, 0x06, 0xf8, 0xa2));
    bus.write(Uint8Array.of(0x0b, 0x02, 0x01, 0x02, 0x23, 0x91));
  }, 50);
  const seen = await doctor(path);
  clearInterval(talk);
  bus.close();
  t.equal(seen.code, 0);
  t.same(
    seen.findings.map((each) => each.code),
    ["line-talks", "line-known"],
  );
  t.match(seen.findings[1]?.found, /^modbus-rtu at 9600 8N1, address 11: \d+ frames, 0 bytes of noise/);
  t.equal(said, 0);
});

t.test("a port that a unit holds is neither listened to nor asked", async (t) => {
  const cabinet = cabinetOf(t);
  const path = join(cabinet.folder, "advance");
  const config = cabinet.site.devices.find(({ name }) => name === "loop-east-1")!;
  const unit = new LiveLine({ ...portAt(path), name: "advance" }, [openDevice(config)]);
  await until(() => unit.line.health()[0]!.answering);
  const timeouts = unit.line.health()[0]!.timeouts;
  for (const verb of ["doctor", "listen"]) {
    const { code, out, err } = await stopline(verb, path, "--for", "1");
    t.equal(code, 1);
    t.match(`${out}${err}`, "is held by another program");
  }
  t.equal(unit.line.health()[0]!.timeouts, timeouts, "the unit has lost no answer by it");
  await unit.close();
});

t.test("a camera that talks by itself is found by listening, and asked nothing", async (t) => {
  const cabinet = cabinetOf(t);
  // It says its counts every ten seconds.
  const tap = tapOn(portAt(join(cabinet.folder, "camera")));
  let sound = await overhear(tap, { protocol: "count-sentence" }, now, () => {});
  for (let turn = 0; turn < 4 && sound.protocol === null; turn++)
    sound = await overhear(tap, { protocol: "count-sentence" }, now, () => {});
  t.match(sound, { protocol: "count-sentence", noise_bytes: 0 });
  t.equal(cabinet.said("camera"), 0);
});

t.test("a scan that is ended says whom it has found so far", async (t) => {
  const cabinet = cabinetOf(t);
  let asked = 0;
  const census = await takeCensus(
    tapOn(portAt(join(cabinet.folder, "advance"))),
    { protocol: "modbus-rtu", baud: 9_600 },
    {
      now,
      progress: ({ address }) => {
        asked = address;
      },
      stopped: () => asked >= 12,
    },
  );
  t.match(census, { settings: { baud: 9_600 }, residents: [{ address: 11 }, { address: 12 }] });
});

t.test("listen shows frames in words and in JSON, and says what to do next", async (t) => {
  const folder = cabinetOf(t).folder;
  const path = join(folder, "overheard");
  const bus = openPtyPair(path, () => {});
  const talk = setInterval(() => {
    bus.write(Uint8Array.of(0x0b, 0x02, 0x01, 0x02, 0x23, 0x91, 0xee));
  }, 50);
  const words = await stopline("listen", path, "--baud", "9600", "--for", "2", "--hex");
  t.equal(words.code, 0);
  t.match(words.out, /^ +\d\.\d{3} s {2}modbus-rtu {2}11 answers, inputs: 01000000$/m);
  t.match(words.out, /0B 02 01 02 23 91 EE/);
  t.match(words.out, "More than one byte in fifty is damaged");
  const json = await stopline("listen", path, "--protocol", "modbus-rtu", "--for", "1", "--json");
  clearInterval(talk);
  bus.close();
  const lines = json.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly kind: string });
  t.match(lines[0], { kind: "frame", protocol: "modbus-rtu", address: 11, words: "11 answers, inputs: 01000000" });
  t.match(lines.at(-1), { kind: "sum", baud: 9_600, protocol: "modbus-rtu", addresses: [11] });
});

t.test("a line on which nobody talks is told, with what to do, and words that are not understood", async (t) => {
  const path = join(cabinetOf(t).folder, "advance");
  const silent = await stopline("listen", path, "--baud", "9600", "--for", "1");
  t.equal(silent.code, 1);
  t.match(silent.out, "Nobody talks here.");
  for (const [args, words] of [
    [["--protocol", "modbus-rt"], "did you mean modbus-rtu?"],
    [["--baud", "9700"], "--baud is one of 1200"],
    [["--parity", "mark"], "--parity is none, even or odd"],
  ] as const) {
    const { code, err } = await stopline("listen", path, ...args);
    t.equal(code, 2);
    t.match(err, words);
  }
});
