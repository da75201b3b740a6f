import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";
import { sheetOf } from "../../src/config/sheet/index.ts";
import { gatewayOf } from "../../src/traffic/gateway.ts";

const TS2 = readFileSync(new URL("../../deploy/sites/ts2.toml", import.meta.url), "utf8");
const FOUR_LEG = readFileSync(new URL("../../deploy/sites/four-leg.toml", import.meta.url), "utf8");

/** Every problem of `text` with `right` replaced once by `wrong`; it must have been there. */
function said(text: string, right: string, wrong: string): string {
  if (!text.includes(right)) throw new Error(`the site has no ${right}`);
  const read = readSite(text.replace(right, wrong), "site.toml");
  return read.ok ? "" : read.problems.map((problem) => formatProblem(problem)).join("\n");
}

const GATEWAY = 'path = "udp://192.168.10.5:10001"';

/** In ts2.toml, what is right, what somebody wrote, and what he is told. */
const WRONG: readonly (readonly [right: string, wrong: string, words: string])[] = [
  [
    GATEWAY,
    'path = "/dev/ttyS1"',
    'device "cabinet": ts2-load-switches is spoken on NEMA TS 2 Port 1, which is synchronous: no serial port can speak it. Give it a port with path = "udp://ADDRESS:PORT" of an SDLC gateway.',
  ],
  [GATEWAY, 'path = "/dev/ttyS1"', 'device "rack 1": ts2-detectors is spoken on NEMA TS 2 Port 1, which is synchronous'],
  [
    GATEWAY,
    'path = "/dev/ttyS1"',
    'port "port-1": baud is 153600, the speed of NEMA TS 2 Port 1, which is synchronous: no serial port can speak it',
  ],
  [GATEWAY, 'path = "udp://gateway.local:10001"', "must be a device under /dev, or udp://ADDRESS:PORT of an SDLC gateway"],
  ["baud = 153600", "baud = 9600", 'port "port-1": baud is 9600, but Port 1 behind an SDLC gateway has 153600. Write baud = 153600.'],
  ["baud = 153600", 'baud = 153600\nparity = "even"', "an SDLC gateway has no parity"],
  [
    'protocol = "ts2-detectors"\naddress = 8',
    'protocol = "modbus-rtu"\nprofile = "di16"\naddress = 8',
    'device "rack 1": port "port-1" is an SDLC gateway, and modbus-rtu is spoken on serial lines',
  ],
  ["address = 8", "address = 7", "address is 7, but addresses of ts2-detectors are 8 to 11"],
  ["address = 9", "address = 8", 'address 8 on port "port-1" is already that of device "rack 1"'],
  [
    'protocol = "ts2-load-switches"\npoll_ms = 100',
    'protocol = "ts2-load-switches"\npoll_ms = 100\naddress = 16',
    "ts2-load-switches has no addresses",
  ],
  [
    '[[devices]]\nname = "rack 1"',
    '[[devices]]\nname = "spare"\nport = "port-1"\nprotocol = "ts2-load-switches"\npoll_ms = 100\n\n[[devices]]\nname = "rack 1"',
    'device "spare": port "port-1" already has device "cabinet", and neither has an address',
  ],
  ["input = 33", "input = 77", 'input is 77, but device "cabinet" has inputs 1 to 76'],
  ["input = 12\n", "input = 17\n", 'input is 17, but device "rack 1" has inputs 1 to 16'],
  ["green = 36", "green = 49", "green is 49, but outputs of ts2-load-switches are 1 to 48"],
  [
    "red = 1\nyellow = 2",
    "red = 2\nyellow = 1",
    "red is 2, but load switch 1 has its red on output 1. Load switch n has red on output 3n - 2, yellow on 3n - 1, green on 3n.",
  ],
  ["green = 3\n", "green = 39\n", "red is 1, but load switch 13 has its red on output 37"],
];

t.test("what is wrong with a TS 2 cabinet's file is told in words", async (t) => {
  for (const [right, wrong, words] of WRONG) {
    const told = said(TS2, right, wrong);
    t.ok(told.includes(words), `${words}\n${told}`);
  }
});

t.test("a lamp board on a serial port of its own stays what it was", async (t) => {
  t.equal(said(FOUR_LEG, 'device = "board"\nred = 1', 'device = "board"\nred = 40'), "");
  t.match(
    said(FOUR_LEG, 'path = "/dev/serial/by-path/platform-fe201000.serial"', 'path = "udp://10.0.0.5:9000"'),
    "modbus-coils is spoken on serial lines",
  );
});

t.test("a good file's sheet says that there is a gateway, and nothing warns of a bus that the standard has filled", async (t) => {
  const read = readSite(TS2, "ts2.toml");
  if (!read.ok) throw new Error("it is not good");
  t.same(read.warnings, []);
  t.ok(sheetOf(read.site).includes("  port-1: SDLC gateway udp://192.168.10.5:10001, 153600 bits a second behind it"));
});

t.test("what a gateway's path looks like", async (t) => {
  t.same(gatewayOf("udp://192.168.10.5:10001"), { host: "192.168.10.5", port: 10_001, local: 10_001 });
  t.same(gatewayOf("udp://10.0.0.5:10001?local=10002"), { host: "10.0.0.5", port: 10_001, local: 10_002 });
  for (const path of [
    "/dev/ttyS1",
    "udp://10.0.0.256:1",
    "udp://10.0.0.5",
    "udp://10.0.0.5:0",
    "udp://10.0.0.5:65536",
    "udp://10.0.0.5:1?local=0",
  ])
    t.equal(gatewayOf(path), null, path);
});
