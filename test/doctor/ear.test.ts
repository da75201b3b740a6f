import t from "tap";
import { isProtocol, protocolNames } from "../../src/detection/protocols/index.ts";
import { Ears } from "../../src/doctor/ear.ts";
import { LANGUAGES } from "../../src/doctor/languages/index.ts";
import { Instant } from "../../src/traffic/time.ts";
import { capture, folders } from "../detection/protocols/captures.ts";
import { dice } from "../dice.ts";

/** Whoever speaks these is not on a line that a serial port hears. */
const ELSEWHERE: readonly string[] = ["ts2-detectors"];
/** What a protocol sounds like where it shares its frames with another one. */
const SOUNDS: { readonly [protocol: string]: string } = { "rtms-g4-vehicles": "rtms-g4" };
const soundOf = (protocol: string) => SOUNDS[protocol] ?? protocol;

t.test("every protocol that a unit reads is known by ear", async (t) => {
  for (const name of protocolNames.filter((each) => !ELSEWHERE.includes(each)))
    t.ok(LANGUAGES[soundOf(name)], `${name}: a file in src/doctor/languages/`);
});

const spoken = folders().filter(({ protocol }) => isProtocol(protocol) && !ELSEWHERE.includes(protocol));
for (const { protocol, captures } of spoken) {
  for (const path of captures) {
    t.test(`${path} is told by somebody who only listens, from the middle of a conversation`, async (t) => {
      const { exchanges } = capture(path);
      const ears = new Ears();
      let now = 0;
      const frames = [];
      // As often as it takes: a capture may be of one exchange.
      for (let round = 0; round < 8; round++) {
        for (const { asked, answered } of exchanges) {
          // The first one has begun before we listen.
          const heard = round === 0 && now === 0 ? [answered.subarray(3)] : [asked, answered];
          for (const bytes of heard.filter((each) => each.length > 0)) {
            now += 20;
            frames.push(...ears.hear(Instant(now), bytes));
          }
        }
      }
      frames.push(...ears.settle(Instant(now + 1_000)));
      t.equal(ears.best?.protocol, soundOf(protocol));
      t.ok(ears.best?.sure);
      t.ok(ears.best!.noise_bytes < ears.bytes / 4, `${ears.best!.noise_bytes} of ${ears.bytes} bytes were none`);
      t.ok(frames.length > 0 && frames.every(({ words }) => words !== "" && !/undefined|NaN/.test(words)));
    });
  }
}

t.test("noise is no protocol, however long it lasts", async (t) => {
  const roll = dice(5);
  const ears = new Ears();
  for (let now = 0; now < 100_000; now += 10) {
    ears.hear(
      Instant(now),
      Uint8Array.from({ length: 1 + roll(20) }, () => roll(256)),
    );
  }
  t.same(
    ears.ears.filter((ear) => ear.sure).map((ear) => ear.protocol),
    [],
  );
  t.ok(ears.bytes > 100_000);
});

t.test("a question and its answer are told in words", async (t) => {
  const words = (protocol: string, hex: string) =>
    new Ears([protocol])
      .hear(
        Instant(0),
        Uint8Array.from(hex.split(" "), (byte) => Number.parseInt(byte, 16)),
      )
      .map((frame) => frame.words);
  t.same(words("modbus-rtu", "0B 02 00 00 00 06 F8 A2 0B 02 01 02 23 91"), [
    "11 is asked for inputs 1 to 6",
    "11 answers, inputs: 01000000",
  ]);
  t.same(words("modbus-rtu", "0B 82 02 E1 63"), ["11 refuses inputs: no such address"]);
});

t.test("what begins like a frame and is none does not hide the frame behind it", async (t) => {
  const ears = new Ears(["modbus-rtu"]);
  // The first two bytes are the beginning of an answer of 255 bytes, which never comes.
  const begun = [0x0b, 0x03, 0xfa, 0x00];
  t.same(ears.hear(Instant(0), Uint8Array.of(...begun, 0x0b, 0x02, 0x01, 0x02, 0x23, 0x91)), []);
  t.same(
    ears.settle(Instant(500)).map((frame) => frame.words),
    ["11 answers, inputs: 01000000"],
  );
  t.equal(ears.ears[0]!.noise_bytes, begun.length);
});
