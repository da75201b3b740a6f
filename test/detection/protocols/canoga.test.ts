import t from "tap";
import {
  BINARY_DETECTION,
  type ChannelRecord,
  detectionOf,
  framed,
  framedFront,
  recordsIn,
  SERIAL_NUMBER,
  textOf,
  VERSION,
} from "../../../src/detection/protocols/canoga/codec.ts";
import { openCanoga } from "../../../src/detection/protocols/canoga/index.ts";
import { SensorClock } from "../../../src/detection/protocols/sensor-clock.ts";
import type { Reading } from "../../../src/serial/device.ts";
import { Instant } from "../../../src/traffic/time.ts";

const NEVER: ChannelRecord = { duration_ms: 0, start_ms: 0, count: 0, state: 0 };
const record = (start_ms: number, duration_ms: number, count: number, state = 0): ChannelRecord => ({
  duration_ms,
  start_ms,
  count,
  state,
});

/** A card of which loop 1 is looked at every 100 ms; the others never see anybody. Null: the answer was not believed. */
function card(profile = "") {
  const device = openCanoga({ name: "card", port: "a", protocol: "canoga", profile, address: 3, poll_ms: 100, timeout_ms: 100 });
  let now = 0;
  const hear = (at: number, ...records: readonly ChannelRecord[]): readonly Reading[] | null => {
    now = at;
    // Who it is, it does not say: the loops are asked for next.
    for (let asked = device.request(Instant(now)); asked![4] !== BINARY_DETECTION; ) asked = device.request(Instant(now));
    const all = [...records, NEVER, NEVER, NEVER, NEVER].slice(0, 4);
    const scan = device.scan(detectionOf(all), Instant(now + 50));
    return scan.kind === "frame" ? scan.readings : null;
  };
  return { device, next: (...records: readonly ChannelRecord[]) => hear(now + 100, ...records), later: hear };
}

const ons = (readings: readonly Reading[] | null) => readings?.filter((r) => r.kind === "presence" && r.on).length;

t.test("an answer of 37 bytes as a card would say it, and a request as one hears it", async (t) => {
  // Computed by another program: 640 ms from 86010050 ms on, vehicle 18; three channels that never saw anybody.
  const bytes = Uint8Array.from(
    Buffer.from("000280052068c2120000000000000000000000000000000000000000000000000000000000".slice(0, 72), "hex"),
  );
  const sum = bytes.reduce((all, byte) => all ^ byte, 0);
  const answer = Uint8Array.of(...bytes, sum);
  t.same(recordsIn(answer), [record(86_010_050, 640, 18), NEVER, NEVER, NEVER]);
  t.same(detectionOf(recordsIn(answer)), answer);
  t.equal(Buffer.from(framed(5, [BINARY_DETECTION])).toString("latin1"), "<08\x05*1B>");
});

t.test("serial number and version come in frames; whatever is wrong with one is noise", async (t) => {
  const answer = framed(7, [SERIAL_NUMBER, ...Buffer.from("01234567890123456789")]);
  t.equal(framedFront(answer, 7, SERIAL_NUMBER), answer.length);
  t.equal(textOf(answer, answer.length), "01234567890123456789");
  for (let cut = 1; cut < answer.length; cut++) t.equal(framedFront(answer.subarray(0, cut), 7, SERIAL_NUMBER), 0);
  t.ok(framedFront(answer, 8, SERIAL_NUMBER) < 0, "another card");
  t.ok(framedFront(answer, 7, VERSION) < 0, "another question");
  t.equal(framedFront(Uint8Array.of(0, 0, ...answer), 7, SERIAL_NUMBER), -2);
  for (let at = 0; at < answer.length; at++) {
    const spoiled = answer.slice();
    spoiled[at]! ^= 1;
    t.ok(framedFront(spoiled, 7, SERIAL_NUMBER) <= 0, `byte ${at}`);
  }
});

t.test("a vehicle that came and went between two answers is on and off, with the times that the card has", async (t) => {
  const { next } = card();
  next(record(1_000, 300, 4));
  const readings = next(record(50_000, 420, 5))!;
  t.match(readings, [
    { kind: "presence", input: 1, on: true },
    { kind: "presence", input: 1, on: false },
  ]);
  const [on, off] = readings as unknown as { age_ms: number }[];
  t.equal(on!.age_ms - off!.age_ms, 420, "it was there for as long as the card says");
  t.ok(off!.age_ms >= 0 && off!.age_ms <= 150, "and left between the two answers");
  t.same(next(record(50_000, 420, 5)), [], "told once");
});

t.test("who is over the loop is told at once, and once: the record that follows is the same vehicle's", async (t) => {
  const { next } = card();
  next(record(1_000, 300, 4));
  t.same(next(record(1_000, 300, 4, 1)), [{ kind: "presence", input: 1, on: true }]);
  t.same(next(record(1_000, 300, 4, 1)), []);
  t.match(next(record(60_000, 900, 5)), [{ kind: "presence", input: 1, on: false, age_ms: Number }]);
  t.match(
    next(record(61_000, 500, 6, 1)),
    [{ on: true, age_ms: Number }, { on: false, age_ms: Number }, { on: true }],
    "and the next is there",
  );
  t.match(next(record(61_700, 400, 8)), [{ on: false }, { on: true, age_ms: Number }, { on: false, age_ms: Number }]);
});

t.test("the count tells of those that nobody saw, over 255 too", async (t) => {
  const { next } = card();
  next(record(1_000, 300, 254));
  const readings = next(record(30_000, 280, 1));
  t.equal(ons(readings), 3);
  t.same(
    readings!.map((r) => "age_ms" in r),
    [false, false, false, false, true, true],
    "only the last one's times are known",
  );
  t.equal(ons(next(record(40_000, 280, 18))), 17, "sixteen may be missed");
  t.equal(ons(next(record(50_000, 280, 36))), 1, "seventeen were never there");
});

t.test("after four minutes nobody knows how often the count has wrapped", async (t) => {
  const { next, later } = card();
  next(record(1_000, 300, 10));
  t.equal(ons(later(240_000, record(200_000, 300, 13))), 3, "not yet");
  t.equal(ons(later(480_000, record(400_000, 300, 15))), 1);
});

t.test("a card that has begun anew tells nothing old, and its first vehicles count", async (t) => {
  const { next } = card();
  next(record(9_000_000, 300, 10));
  t.same(next(NEVER), []);
  t.equal(ons(next(record(900, 200, 1))), 1);
  t.equal(ons(next(record(2_000, 100, 2))), 1);
  const unseen = card();
  unseen.next(record(9_000_000, 300, 10));
  t.equal(unseen.next(record(4_000, 350, 3)), null, "what is new is older than what we know: asked again");
  const readings = unseen.next(record(4_000, 350, 3));
  t.equal(ons(readings), 1, "nobody saw it begin: one vehicle is known of");
  t.match(readings, [{ age_ms: 350 }, { age_ms: 0 }], "and its clock is another");
});

t.test("twelve hours without anybody are rather another clock; the wrap of the clock after 49.7 days is none", async (t) => {
  const { next } = card();
  next(record(1_000, 300, 10));
  t.equal(ons(next(record(1_000 + 43_200_000 - 1_001, 300, 13))), 3);
  next(record(1_000 + 2 * 43_200_000, 300, 16));
  t.equal(ons(next(record(1_000 + 2 * 43_200_000, 300, 16))), 1);
  const wraps = card();
  wraps.next(record(0xffff_ff00, 300, 10));
  const readings = wraps.next(record(0x200, 300, 12));
  t.equal(ons(readings), 2);
  t.ok((readings!.at(-1) as { age_ms: number }).age_ms <= 150);
});

t.test("what no card says is noise, until it says it again", async (t) => {
  const known = record(0x01_0000, 300, 10);
  const doubtful: readonly (readonly [words: string, ...records: ChannelRecord[]])[] = [
    ["a vehicle of more than two minutes", record(0x09_0000, 120_001, 11)],
    ["a new count without a new beginning", record(0x01_0000, 300, 11)],
    ["a new beginning without a new count", record(0x02_0000, 300, 10)],
    ["the duration that we know, one byte further", record(0x7000_0000, (300 << 8) | 5, 77)],
    ["a vehicle that left before the one that we know", record(0xe000, 300, 11)],
    ["a vehicle that was over two loops", record(0x02_0000, 300, 11), record(0x02_0000, 300, 11)],
    ["one of a day later", record(0x0800_0000, 300, 11)],
  ];
  for (const [words, ...odd] of doubtful) {
    const { next } = card();
    next(known);
    t.equal(next(...odd), null, words);
    t.not(next(...odd), null, `${words}, said again`);
    const other = card();
    other.next(known);
    other.next(...odd);
    t.equal(ons(other.next(record(0x02_0000, 250, 11))), 1, `${words}: a slip, and forgotten`);
  }
  const two = card();
  two.next(record(0x01_0000, 300, 10));
  t.equal(two.next(record(0x02_0000, 300, 11), record(0xe000, 200, 1)), null, "on another loop too: it had left when we looked");
  t.equal(card().next(record(0x01_0000, 300, 1), record(0x0800_0000, 300, 1)), null, "the first answer's vehicles are of one day");
  t.not(card().next(record(5_000, 120_000, 1)), null, "two minutes at a red light are two minutes");
});

t.test("whoever takes only vehicles that have gone is told of nobody before", async (t) => {
  const { next } = card("gone");
  t.same(next(record(1_000, 300, 4, 1))![0], { kind: "presence", input: 1, on: false });
  t.same(next(record(1_000, 300, 4, 7)), []);
  t.match(next(record(9_000, 300, 5, 1)), [{ on: true }, { on: false }]);
});

t.test("vehicles make the sensor's clock known, better with each", async (t) => {
  const clock = new SensorClock();
  // The sensor is 5000 ms ahead and looked at every 200 ms. Vehicles leave 10, 190 and 100 ms before it is.
  for (const [i, before] of [10, 190, 100].entries()) {
    const now = 1_000 * (i + 1);
    clock.saw(now - before + 5_000, Instant(now - 200), Instant(now));
    const error = Math.abs(clock.age(now - before + 5_000, Instant(now)) - before);
    t.ok(error <= [95, 11, 11][i]!, `after ${i + 1}: ${error} ms off`);
  }
  clock.saw(9_000_000, Instant(9_800), Instant(10_000));
  t.equal(clock.age(9_000_000, Instant(10_000)), 100, "somebody has set it: begun anew");
  clock.forget();
  clock.saw(50, null, Instant(20_000));
  t.equal(clock.age(50, Instant(20_000)), 0);
  t.equal(clock.age(900, Instant(20_000)), 0, "nothing is younger than now");
});
