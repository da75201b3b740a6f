import t from "tap";
import { crc16X25 } from "../../../src/serial/framing/crc16-x25.ts";
import { bitsOf, framesIn } from "../../../src/serial/framing/ts2/bits.ts";
import { dateTime, dateTimeIn } from "../../../src/serial/framing/ts2/date-time.ts";
import {
  CALL,
  type Call,
  callData,
  callDataIn,
  callRequest,
  type DetectorBiu,
  diagnosticRequest,
  diagnostics,
  diagnosticsIn,
  resetIn,
} from "../../../src/serial/framing/ts2/detectors.ts";
import { blank, isOf, TYPES } from "../../../src/serial/framing/ts2/frame.ts";
import {
  loadSwitchDrivers,
  loadSwitchesIn,
  OUTPUTS,
  outputOf,
  terminalOutputs,
  terminalOutputsIn,
} from "../../../src/serial/framing/ts2/load-switches.ts";
import { mmuCard, mmuCardIn } from "../../../src/serial/framing/ts2/mmu-card.ts";
import { MMU_BITS, type MmuBit, mmuStatus, mmuStatusIn } from "../../../src/serial/framing/ts2/mmu-status.ts";
import { enclose, FRAME_MAX_BYTES, Octets } from "../../../src/serial/framing/ts2/octets.ts";
import {
  INPUTS,
  STATUS_OUTPUTS,
  statusOutputs,
  statusOutputsIn,
  terminalInputs,
  terminalInputsIn,
} from "../../../src/serial/framing/ts2/terminals.ts";
import { switchOf } from "../../../src/traffic/cabinet.ts";
import { dice } from "../../dice.ts";

const hex = (frame: Uint8Array): string => Buffer.from(frame).toString("hex");
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const BIUS = [1, 2, 3, 4] as const satisfies readonly DetectorBiu[];

t.test("the frame check has the value that everybody's has", async (t) => {
  t.equal(crc16X25(Buffer.from("123456789"), 0, 9), 0x906e);
});

t.test("every frame type is as long as the standard has it, and nothing else is taken for it", async (t) => {
  const lengths = [...TYPES].map(([type, { bytes }]) => [type, bytes]);
  t.same(lengths, [
    ...[
      [0, 16],
      [1, 3],
      [3, 3],
      [9, 12],
      [10, 11],
      [11, 11],
      [12, 8],
      [13, 8],
      [18, 3],
    ],
    ...[
      [20, 3],
      [21, 3],
      [22, 3],
      [23, 3],
      [24, 4],
      [25, 4],
      [26, 4],
      [27, 4],
    ],
    ...[
      [128, 3],
      [129, 13],
      [131, 23],
      [138, 8],
      [139, 8],
      [140, 8],
      [141, 8],
    ],
    ...[
      [148, 39],
      [149, 39],
      [150, 39],
      [151, 39],
      [152, 19],
      [153, 19],
      [154, 19],
      [155, 19],
    ],
  ]);
  for (const [type, { address }] of TYPES) {
    const frame = blank(type);
    t.same([...frame.subarray(0, 3)], [address, 0x83, type]);
    t.ok(isOf(frame, type));
    for (const at of [0, 1, 2]) {
      const other = frame.slice();
      other[at]! ^= 1;
      t.notOk(isOf(other, type), `type ${type} with byte ${at} otherwise`);
    }
    t.equal(isOf(frame.subarray(0, -1), type), type === 129, `type ${type}, one byte too short`);
    t.equal(isOf(Uint8Array.of(...frame, 0), type), type === 129, `type ${type}, one byte too long`);
  }
  t.notOk(isOf(blank(129).subarray(0, 11), 129));
  t.throws(() => blank(40), { message: "Port 1 has no frame type 40" });
});

t.test("detectors 3 and 16 of the first BIU are occupied: the virtual cabinet's answer", async (t) => {
  const answer = bytes(`088394 ${"00".repeat(32)} 04800000`);
  t.equal(hex(callRequest(1)), "088314");
  const calls = Array.from({ length: 16 }, (_, i) => (i === 2 || i === 15 ? CALL.held : CALL.none));
  t.same(callDataIn(answer, 1), { changed_ms: new Array(16).fill(0), calls });
  t.equal(hex(callData(1, { changed_ms: new Array(16).fill(0), calls })), hex(answer));
  t.equal(callDataIn(answer, 2), null, "it is no other BIU's");
});

t.test("each BIU's calls, stamps, resets and faults come out as they went in", async (t) => {
  const roll = dice(5);
  for (const biu of BIUS) {
    for (let round = 0; round < 50; round++) {
      const data = {
        changed_ms: Array.from({ length: 16 }, () => roll(65_536)),
        calls: Array.from({ length: 16 }, () => roll(4) as Call),
      };
      t.same(callDataIn(callData(biu, data), biu), data);
      const faults = Array.from({ length: 16 }, () => roll(16));
      t.same(diagnosticsIn(diagnostics(biu, faults), biu), faults);
      const reset = roll(16);
      t.equal(resetIn(diagnosticRequest(biu, reset), biu), reset);
    }
  }
  t.equal(hex(callRequest(4)), "0b8317");
  t.equal(hex(diagnosticRequest(2, 0b1001)), "09831909");
  t.equal(diagnosticsIn(diagnostics(3, new Array(16).fill(0xff)), 3)![0], 15, "what no bit is known for is nothing");
});

t.test("greens of switches 1 and 4 lie where the virtual cabinet has them, and flash in the last bit", async (t) => {
  t.equal(hex(loadSwitchDrivers({ green: 0b1001, yellow: 0, red: 0 }, true)), "108300c3000000000000000000000080");
  t.equal(hex(loadSwitchDrivers({ green: 0, yellow: 1 << 15, red: 2 }, false)), "10830000000000000000c00c00000000");
  t.match(loadSwitchesIn(bytes("108300 01000000 00000000 00000002 00")), { green: 1, red: 0x1000 }, "a dimmed lamp is lit");
});

t.test("the load switches of a terminals BIU: red, yellow and green of each in turn, two bits a lamp", async (t) => {
  t.equal(hex(terminalOutputs(1, { red: 1, yellow: 0, green: 0 })), "00830a0300000000000000");
  t.equal(hex(terminalOutputs(1, { red: 0, yellow: 0, green: 0x80 })), "00830a0000000000c00000", "output 24, bits 55 and 56 of the frame");
  t.equal(hex(terminalOutputs(2, { red: 0, yellow: 0x100, green: 0xff })), "01830b0c00000000000000", "switch 9 is the second BIU's first");
  t.equal(OUTPUTS, 48);
  t.same([outputOf(1, "red"), outputOf(1, "yellow"), outputOf(1, "green"), outputOf(16, "green")], [1, 2, 3, 48]);
  t.same([1, 3, 4, 48].map(switchOf), [1, 1, 2, 16]);
});

t.test("what load switches are told comes out as it went in", async (t) => {
  const roll = dice(6);
  for (let round = 0; round < 200; round++) {
    const lamps = { green: roll(65_536), yellow: roll(65_536), red: roll(65_536) };
    const flash = roll(2) === 1;
    t.same(loadSwitchesIn(loadSwitchDrivers(lamps, flash)), { ...lamps, flash });
    const [one, two] = [terminalOutputsIn(terminalOutputs(1, lamps))!, terminalOutputsIn(terminalOutputs(2, lamps))!];
    t.same({ green: one.green | two.green, yellow: one.yellow | two.yellow, red: one.red | two.red }, lamps);
    t.equal(one.green >> 8, 0);
    t.equal(two.green & 0xff, 0);
  }
});

t.test("what the MMU sees and says: bits of the standard, one by one", async (t) => {
  const nothing = { green: 0, yellow: 0, red: 0 };
  const standard: readonly [MmuBit, number][] = [
    ["controller-voltage", 57],
    ["red-enable", 62],
    ["conflict", 65],
    ["red-failure", 66],
    ["diagnostic", 73],
    ["minimum-clearance", 74],
    ["port-1-timeout", 75],
    ["output-relay", 76],
    ["failed", 77],
    ["local-flash", 79],
    ["start-up-flash-call", 80],
    ["flashing-yellow-arrow-rate", 81],
  ];
  for (const [name, bit] of standard) {
    const frame = mmuStatus({ seen: nothing, says: [name] });
    const wanted = new Uint8Array(13);
    wanted.set([0x10, 0x83, 129]);
    wanted[2 + Math.floor((bit - 1) / 8)] = 1 << ((bit - 1) % 8);
    t.equal(hex(frame), hex(wanted), name);
    t.same(mmuStatusIn(frame), { seen: nothing, says: [name] });
  }
  const seen = { green: 0x0102, yellow: 0x8000, red: 0x7efd };
  t.same(mmuStatusIn(mmuStatus({ seen, says: [] })), { seen, says: [] });
  const all = Object.keys(MMU_BITS) as MmuBit[];
  t.same(mmuStatusIn(mmuStatus({ seen, says: all })), { seen, says: all });
  t.same(mmuStatusIn(mmuStatus({ seen, says: all }).subarray(0, 12))?.says, all.slice(0, -1), "an older MMU has no bit 81");
  t.same(mmuStatusIn(Uint8Array.of(...mmuStatus({ seen, says: all }), 0))?.says, all, "and a newer one more than we know");
});

t.test("the programming card: pairs in their triangle, minimum flash, latches", async (t) => {
  const none = { compatible: new Array(16).fill(0), yellow_not_watched: 0, latches_24_volt: false, latches_controller_voltage: false };
  const pair = (a: number, b: number) => none.compatible.map((_, i) => (i === a - 1 ? 1 << (b - 1) : i === b - 1 ? 1 << (a - 1) : 0));
  // Bits of the standard: 9 is 1-2, 12 is 1-5, 24 is 2-3, 128 is 15-16.
  for (const [a, b, bit] of [
    [1, 2, 9],
    [1, 5, 12],
    [2, 3, 24],
    [2, 4, 25],
    [9, 10, 101],
    [15, 16, 128],
  ] as const) {
    const frame = mmuCard({ ...none, compatible: pair(a, b), min_flash_s: 6 });
    t.equal(frame[2 + ((bit - 1) >> 3)]! & (1 << ((bit - 1) & 7)), 1 << ((bit - 1) & 7), `${a}-${b}`);
    t.same(mmuCardIn(frame), { ...none, compatible: pair(a, b), min_flash_s: 6 });
  }
  t.equal(mmuCard({ ...none, min_flash_s: 6 })[20], 5, "code 5 is six seconds");
  t.equal(mmuCard({ ...none, min_flash_s: 16 })[20], 15);
  const roll = dice(8);
  for (let round = 0; round < 100; round++) {
    const compatible = new Array<number>(16).fill(0);
    for (let a = 0; a < 16; a++) {
      for (let b = a + 1; b < 16; b++) {
        if (roll(2) === 0) continue;
        compatible[a]! |= 1 << b;
        compatible[b]! |= 1 << a;
      }
    }
    const card = {
      compatible,
      yellow_not_watched: roll(65_536),
      min_flash_s: 1 + roll(16),
      latches_24_volt: roll(2) === 1,
      latches_controller_voltage: roll(2) === 1,
    };
    t.same(mmuCardIn(mmuCard(card)), card);
  }
});

t.test("date and time, and who is there: the virtual cabinet's own example", async (t) => {
  const frame = bytes("ff8309 03 12 16 11 20 00 00 01 02");
  const at = { month: 3, day: 18, year: 22, hour: 17, minute: 32, second: 0, tenth: 0, terminals: 1, detectors: 2 };
  t.same(dateTimeIn(frame), at);
  t.equal(hex(dateTime(at)), hex(frame));
});

t.test("inputs and status outputs of terminals BIUs come out as they went in", async (t) => {
  const roll = dice(9);
  for (const biu of BIUS) {
    const on = Array.from({ length: INPUTS }, () => roll(2) === 1);
    t.same(terminalInputsIn(terminalInputs(biu, on), biu), on);
  }
  const button = Array.from({ length: INPUTS }, (_, i) => i === 32);
  t.equal(hex(terminalInputs(1, button)), "00838a0000000001", "pedestrian detector 1 is opto input 1, bit 41 of the frame");
  for (const biu of [3, 4] as const) {
    const on = Array.from({ length: STATUS_OUTPUTS }, () => roll(2) === 1);
    t.same(statusOutputsIn(statusOutputs(biu, on), biu), on);
  }
});

t.test("any bytes at all: a decoder gives something or nothing, and never falls over", async (t) => {
  const roll = dice(10);
  const decoders = [
    loadSwitchesIn,
    terminalOutputsIn,
    mmuStatusIn,
    mmuCardIn,
    dateTimeIn,
    (f: Uint8Array) => callDataIn(f, 1),
    (f: Uint8Array) => resetIn(f, 1),
    (f: Uint8Array) => diagnosticsIn(f, 1),
    (f: Uint8Array) => terminalInputsIn(f, 1),
    (f: Uint8Array) => statusOutputsIn(f, 3),
  ];
  const types = [...TYPES];
  let taken = 0;
  for (let round = 0; round < 5_000; round++) {
    // Mostly frames with a right head, so that the data are looked at.
    const [type, known] = types[roll(types.length)]!;
    const frame = Uint8Array.from({ length: roll(4) === 0 ? roll(60) : known.bytes }, () => roll(256));
    if (roll(10) > 0) frame.set([known.address, 0x83, type].slice(0, frame.length));
    for (const decode of decoders) if (decode(frame) !== null) taken++;
  }
  t.ok(taken > 500, "some of it was looked at");
});

t.test("a frame on a line of bytes: its own flags and escapes never end it", async (t) => {
  t.equal(hex(enclose(bytes("108301"))), `7e108301${crcOf("108301")}7e`);
  const octets = new Octets();
  const roll = dice(11);
  for (let round = 0; round < 2_000; round++) {
    const frame = Uint8Array.from({ length: 3 + roll(FRAME_MAX_BYTES - 3) }, () => [0x7e, 0x7d, 0x5e, roll(256)][roll(4)]!);
    const line = enclose(frame);
    t.notOk(line.subarray(1, -1).includes(0x7e));
    if (octets.front(line) !== line.length || hex(octets.frame) !== hex(frame)) t.fail(hex(frame));
  }
  t.equal(octets.front(bytes("7e1083")), 0, "the beginning of one");
  t.equal(octets.front(bytes("0102 7e1083")), -2, "noise before a flag");
  t.equal(octets.front(bytes("7e108301ffff 7e1083")), -6, "a wrong check; the flag behind it may begin a good one");
  t.equal(octets.front(bytes("7e7d7e")), -2, "an escape before a flag breaks off");
  t.equal(octets.front(Uint8Array.of(0x7e, ...new Array(400).fill(1))), -1, "a flag that nothing ends is not waited for for ever");
});

t.test("any stream of bytes is used up", async (t) => {
  const roll = dice(12);
  const octets = new Octets();
  for (let round = 0; round < 3_000; round++) {
    let rest = Uint8Array.from({ length: 1 + roll(600) }, () => [0x7e, 0x7d, 0x83, roll(256)][roll(4)]!);
    for (let turn = 0; rest.length > 0; turn++) {
      const front = octets.front(rest);
      if (front === 0 || turn > 700) break;
      const used = Math.abs(front);
      if (used > rest.length) t.fail("more than there was");
      rest = rest.subarray(used);
    }
    if (rest.length > 300) t.fail("it waits for what can not be a frame any more");
  }
});

t.test("a capture of the synchronous wire: zeros after five ones, frames that share nothing, noise between", async (t) => {
  const frames = [
    callRequest(1),
    Uint8Array.of(0xff, 0x83, 0xff, 0xff, 0x7e, 0x3f),
    loadSwitchDrivers({ green: 0xffff, yellow: 0, red: 0 }, true),
  ];
  const wire = bitsOf(frames);
  t.same(framesIn(wire).frames.map(hex), frames.map(hex));
  t.equal(framesIn(wire).bad, 0);
  t.equal(hex(bitsOf([bytes("088314")])).slice(0, 2), "7e");
  const roll = dice(13);
  for (let round = 0; round < 300; round++) {
    const sent = Array.from({ length: 1 + roll(4) }, () =>
      Uint8Array.from({ length: 3 + roll(40) }, () => (roll(2) === 0 ? 0xff : roll(256))),
    );
    // The capture begins anywhere: in idle, or in the middle of something that is lost.
    const before = Array.from({ length: roll(40) }, () => roll(2));
    const bits = [
      ...before,
      ...new Array(8).fill(1),
      ...Array.from(bitsOf(sent), (byte) => Array.from({ length: 8 }, (_, b) => (byte >> b) & 1)).flat(),
    ];
    const packed = Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
      bits.slice(8 * i, 8 * i + 8).reduce((byte, bit, b) => byte | (bit << b), 0),
    );
    if (framesIn(packed).frames.map(hex).join() !== sent.map(hex).join()) t.fail(`round ${round}`);
    const spoiled = packed.slice();
    const hit = before.length + 8 + roll(bits.length - before.length - 8);
    spoiled[hit >> 3]! ^= 1 << (hit & 7);
    const { frames: left } = framesIn(spoiled);
    t.ok(
      left.every((frame) => sent.some((good) => hex(good) === hex(frame))),
      "one wrong bit makes no frame that was never sent",
    );
  }
  for (let round = 0; round < 300; round++) framesIn(Uint8Array.from({ length: roll(400) }, () => roll(256)));
});

function crcOf(text: string): string {
  const frame = bytes(text);
  const crc = crc16X25(frame, 0, frame.length);
  return hex(Uint8Array.of(crc & 0xff, crc >>> 8));
}
