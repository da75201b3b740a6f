import t from "tap";
import { openModbusBoard } from "../../../src/detection/protocols/modbus-rtu/board.ts";
import { joined } from "../../../src/detection/protocols/modbus-rtu/joined.ts";
import { GAUGER } from "../../../src/detection/protocols/modbus-rtu/profiles/gauger.ts";
import { PROFILES } from "../../../src/detection/protocols/modbus-rtu/profiles/index.ts";
import type { Profile } from "../../../src/detection/protocols/modbus-rtu/profiles/profile.ts";
import { questionsOf } from "../../../src/detection/protocols/modbus-rtu/questions.ts";
import { seal } from "../../../src/serial/framing/modbus-rtu.ts";
import { pollTime_ms } from "../../../src/serial/load.ts";
import { Instant } from "../../../src/traffic/time.ts";

const hex = (bytes: Uint8Array | null) => Buffer.from(bytes!).toString("hex");
const gauger = () =>
  openModbusBoard({ name: "gauger", port: "a", protocol: "modbus-rtu", profile: "gauger", address: 3, poll_ms: 100, timeout_ms: 100 });
/** A good answer of the board at address 3. */
const answer = (func: number, ...data: readonly number[]) => seal(Uint8Array.of(3, func, data.length, ...data, 0, 0));
const exception = () => seal(Uint8Array.of(3, 0x83, 2, 0, 0));
const words = (...values: readonly number[]) => values.flatMap((value) => [value >> 8, value & 0xff]);

t.test("counters and inputs that lie near each other come in one read, with what is between them", async (t) => {
  const board = gauger();
  t.equal(hex(board.request(Instant(0))), hex(seal(Uint8Array.of(3, 3, 0x14, 0xb4, 0, 12, 0, 0))));
  board.scan(answer(3, ...words(7, 0, 0, 0, 9, 9, 9, 9, 0, 0, 0, 1)), Instant(10));
  t.notOk(board.urgent);
  board.request(Instant(100));
  const said = board.scan(answer(3, ...words(8, 0, 0, 0, 9, 9, 9, 9, 0, 0, 0, 1)), Instant(110));
  t.match(said, { readings: [{ input: 1, on: true }, { input: 1, on: false }, { length: undefined }].slice(0, 2) });
});

t.test("a board that refuses what its map does not name is asked twice from then on, at once, and has no fault", async (t) => {
  const board = gauger();
  board.request(Instant(0));
  t.same(board.scan(exception(), Instant(10)), { kind: "frame", length: 5, readings: [] });
  t.ok(board.urgent, "it is not waited for the next poll");
  t.equal(hex(board.request(Instant(20))), hex(seal(Uint8Array.of(3, 3, 0x14, 0xb4, 0, 4, 0, 0))));
  board.scan(answer(3, ...words(7, 0, 0, 0)), Instant(30));
  t.equal(hex(board.request(Instant(40))), hex(seal(Uint8Array.of(3, 3, 0x14, 0xbc, 0, 4, 0, 0))));
  t.match(board.scan(answer(3, ...words(0, 1, 0, 0)), Instant(50)), {
    readings: [
      { kind: "presence", input: 1, on: false },
      { kind: "presence", input: 2, on: true },
      { kind: "presence", input: 3, on: false },
      { kind: "presence", input: 4, on: false },
    ],
  });
  board.request(Instant(100));
  t.match(board.scan(exception(), Instant(110)), { readings: [{ kind: "fault", input: 1, fault: "watchdog", on: true }] });
});

t.test("a board that has answered for everything and then refuses has a fault", async (t) => {
  const board = gauger();
  board.request(Instant(0));
  board.scan(answer(3, ...words(7, 0, 0, 0, 9, 9, 9, 9, 0, 0, 0, 1)), Instant(10));
  board.request(Instant(100));
  t.match(board.scan(exception(), Instant(110)), { readings: [{ kind: "fault", input: 1, fault: "watchdog", on: true }] });
});

t.test("a poll of a Gauger takes a quarter less of its line than two reads would", async (t) => {
  const line = { baud: 9_600, parity: "none", stop_bits: 1 } as const;
  const { exchanges, ...bytes } = questionsOf(GAUGER, 3);
  const time = (timing: object) => Math.round(pollTime_ms({ poll_ms: 100, timeout_ms: 100, retries: 2, ...timing } as never, line) * 10);
  t.equal(time({ ...bytes, exchanges: exchanges.length }), 583, "apart, in tenths of a millisecond");
  t.equal(time(gauger().timing), 458, "together");
});

t.test("reads of two functions, far apart, or too long for the board stay apart", async (t) => {
  const inputs = [{ detect: 0, counter: { register: 0, words: 1 } }] as const;
  const board = (more: Partial<Profile>): Profile => ({
    words: "",
    func: 3,
    start: 20,
    count: 1,
    counters: { func: 3, start: 10, count: 1 },
    inputs,
    ...more,
  });
  t.match(joined(board({})), { start: 10, count: 11, inputs: [{ detect: 160, counter: { register: 0 } }] });
  t.match(joined(board({ counters: { func: 3, start: 21, count: 1 } })), {
    start: 20,
    count: 2,
    inputs: [{ detect: 0, counter: { register: 1 } }],
  });
  t.equal(joined(board({ func: 4 })), null);
  t.equal(joined(board({ start: 21 })), null, "what lies between costs as much as a question");
  t.equal(joined(board({ most: 8 })), null);
  t.equal(joined(board({ start: 19, counters: { func: 3, start: 10, count: 1 }, most: 10 }))?.count, 10);
  t.equal(joined(PROFILES.di16), null);
});
