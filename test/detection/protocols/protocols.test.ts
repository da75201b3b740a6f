import t from "tap";
import { openDevice, PROTOCOLS, protocolNames } from "../../../src/detection/protocols/index.ts";
import type { Reading } from "../../../src/serial/device.ts";
import { Line } from "../../../src/serial/line.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";
import { type Capture, capture as captureOf, folders } from "./captures.ts";

/** Every protocol is held to the same promises, on its own captures. */
const FOLDERS = folders();
/** Devices whose messages have no checksum: a wrong bit can be another event, and their README says so. */
const UNCHECKED = ["elektronika"];

/** Plays a whole capture on a line that has the device to itself; `spoil` may put anything before, and cut up, what comes back. */
function play(capture: Capture, spoil: (answer: Uint8Array, turn: number) => readonly Uint8Array[]) {
  const line = new Line("line", [openDevice(capture.config)], { baud: 9_600 });
  const readings: Reading[][] = [];
  const asked: number[][] = [];
  let said = line.opened(Instant(0));
  capture.exchanges.forEach((exchange, turn) => {
    const now = 10_000 * turn + 50;
    if (turn > 0 && exchange.asked.length > 0) said = line.wake(Instant(now));
    asked.push([...(said ?? [])]);
    for (const part of spoil(exchange.answered, turn)) line.heard(Instant(now + 1), part);
    readings.push(line.drain().flatMap((heard) => (heard.kind === "reading" ? [heard.reading] : [])));
  });
  return { asked, readings, health: line.health()[0]! };
}

const wanted = (capture: Capture) => capture.exchanges.map((exchange) => exchange.readings);

t.test("every protocol has a folder, and every folder is a protocol", async (t) => {
  t.same(
    FOLDERS.map(({ protocol }) => protocol).sort(),
    [...protocolNames, "blueprint"].sort(),
    "folders, and names in PROTOCOLS of index.ts",
  );
  for (const { protocol, hasReadme, captures } of FOLDERS) {
    t.ok(hasReadme, `${protocol}/README.md: its message tables, and where the facts come from`);
    t.ok(captures.length > 0, `${protocol}/captures/: a capture at least`);
  }
});

for (const path of FOLDERS.flatMap(({ captures }) => captures)) {
  t.test(path, async (t) => {
    const capture = captureOf(path);
    t.equal(capture.config.protocol, path.split("/")[0], "a capture is of its folder's protocol");

    t.test("the capture decodes, and we ask as it was asked", async (t) => {
      const played = play(capture, (answer) => [answer]);
      t.same(
        played.asked,
        capture.exchanges.map((exchange) => [...exchange.asked]),
      );
      t.same(played.readings, wanted(capture));
      t.match(played.health, { answering: true, noise_bytes: 0, timeouts: 0 });
    });

    t.test("however the stream is cut up, the street is the same", async (t) => {
      const longest = Math.max(...capture.exchanges.map((exchange) => exchange.answered.length));
      for (let cut = 1; cut < longest; cut++) {
        const played = play(capture, (answer) => [answer.subarray(0, cut), answer.subarray(cut)].filter((part) => part.length > 0));
        t.same(played.readings, wanted(capture), `cut after byte ${cut}`);
      }
      const drops = play(capture, (answer) => Array.from(answer, (byte) => Uint8Array.of(byte)));
      t.same(drops.readings, wanted(capture), "byte by byte");
    });

    t.test("whatever comes before it, a good frame is found, and the rest is counted as noise", async (t) => {
      const roll = dice(7);
      for (let round = 0; round < 500; round++) {
        let noise = 0;
        const played = play(capture, (answer) => {
          const rubbish = rubbishBefore(answer, roll);
          noise += rubbish.length;
          const stream = Uint8Array.of(...rubbish, ...answer);
          const cut = roll(stream.length);
          return [stream.subarray(0, cut), stream.subarray(cut)].filter((part) => part.length > 0);
        });
        t.same(played.readings, wanted(capture), `round ${round}`);
        t.equal(played.health.noise_bytes, noise, `round ${round}: every noise byte is counted, no other`);
      }
    });

    if (!UNCHECKED.includes(capture.config.protocol))
      t.test("one wrong bit never becomes another street", async (t) => {
        const [exchange] = capture.exchanges;
        for (let bit = 0; bit < exchange!.answered.length * 8; bit++) {
          const played = play({ ...capture, exchanges: [exchange!] }, (answer) => {
            const spoiled = answer.slice();
            spoiled[bit >> 3]! ^= 1 << (bit & 7);
            return [spoiled];
          });
          const lies = played.readings[0]!.filter((said) => !exchange!.readings.some((truth) => isPartOf(said, truth)));
          t.same(lies, [], `bit ${bit}`);
        }
      });

    t.test("any bytes at all", async (t) => {
      const roll = dice(11);
      const device = openDevice(capture.config);
      device.request(Instant(0));
      for (let round = 0; round < 2_000; round++) {
        const bytes = Uint8Array.from({ length: 1 + roll(80) }, () => roll(256));
        const scan = device.scan(bytes, Instant(round));
        if (scan.kind !== "more") t.ok(scan.length >= 1 && scan.length <= bytes.length, "uses up what there is and no more");
      }
    });
  });
}

/** Whether nothing is said that is not so; something may be left out. */
function isPartOf(said: Reading, truth: Reading): boolean {
  const is: { readonly [name: string]: unknown } = { ...truth };
  return Object.entries(said).every(([name, value]) => JSON.stringify(is[name]) === JSON.stringify(value));
}

/** Random bytes, and beginnings of the good frame itself: the most misleading noise there is. */
function rubbishBefore(answer: Uint8Array, roll: (sides: number) => number): Uint8Array {
  const random = Uint8Array.from({ length: roll(40) }, () => roll(256));
  const begun = answer.subarray(0, roll(Math.min(answer.length / 2, 30)));
  return roll(2) === 0 ? Uint8Array.of(...random, ...begun) : Uint8Array.of(...begun, ...random);
}

t.test("a site file can ask what there is", async (t) => {
  t.equal(PROTOCOLS["modbus-rtu"].inputs("di16"), 16);
  t.equal(PROTOCOLS["modbus-rtu"].inputs("ld120"), 1);
  t.throws(() => PROTOCOLS["modbus-rtu"].inputs("ld12"), { message: /^Modbus has no profile "ld12"; write one of di16, .*gauger$/ });
  t.equal(PROTOCOLS["count-sentence"].listens, true);
  t.equal(PROTOCOLS.ss125.listens, false);
  const config = { name: "radar", port: "a", protocol: "ss126", profile: "", address: 1, poll_ms: 100, timeout_ms: 100 };
  t.throws(() => openDevice(config), { message: `device "radar": no protocol "ss126"; write one of ${protocolNames.join(", ")}` });
});
