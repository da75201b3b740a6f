import t from "tap";
import { dateRequest, eventIn, frontOf, intervalIn, resultIn, setDateRequest } from "../../../src/detection/protocols/ss125/codec.ts";
import { openSs125 } from "../../../src/detection/protocols/ss125/index.ts";
import { date, fixed24 } from "../../../src/detection/protocols/ss125/numbers.ts";
import { crc8Ss125 } from "../../../src/serial/framing/crc8-ss125.ts";
import { Instant } from "../../../src/traffic/time.ts";

const hex = (text: string) => Uint8Array.from(text.match(/../g)!, (byte) => Number.parseInt(byte, 16));

/** Active events (message 0x67) as sensors in the field sent them, with their body CRC: published with MnDOT IRIS. */
const SLOW_TRUCK = hex("670100000FC192059182CE004D080000FE005123021850BC");
const CAR = hex("670100000FC192058D0939015C0A0001198043C0021604FC");

t.test("bodies that sensors in the field sent carry the checksum that we compute", async (t) => {
  for (const body of [SLOW_TRUCK, CAR]) t.equal(crc8Ss125(body, 0, body.length - 1), body.at(-1));
});

t.test("speeds of vehicles that were really there", async (t) => {
  t.equal(fixed24(SLOW_TRUCK, 17), null, "the sensor could not measure this one");
  t.equal(fixed24(CAR, 17)! / 256, 67.75);
  t.equal(fixed24(hex("FFED40"), 0)! / 256, -19.25, "going the wrong way");
  t.equal(fixed24(hex("80375E"), 0)! / 256, 55.3671875);
});

t.test("vehicles that were really there, lane by lane", async (t) => {
  t.match(eventIn(SLOW_TRUCK), { lane: 0, duration_ms: 254, speed_256: null, range_256: 77.03125 * 256, length_256: 24.3125 * 256 });
  t.match(eventIn(CAR), { lane: 1, duration_ms: 281, speed_256: 67.75 * 256, length_256: 22.015625 * 256 });
  t.equal(Math.round((eventIn(CAR)!.range_256 / 256) * 1_000), 92_039);
  t.equal(eventIn(hex("670000".padEnd(46, "0"))), null, "nobody");
});

/** A sensor that has these bodies to say, one a question; asked at 1000, 2000, 3000 … and answered 50 ms later. */
function sensor(...bodies: readonly string[]) {
  const device = openSs125({ name: "radar", port: "a", protocol: "ss125", profile: "events", address: 1, poll_ms: 1_000, timeout_ms: 500 });
  return bodies.map((body, i) => {
    const sequence = device.request(Instant(1_000 * (i + 1)))![8]!;
    const frame = hex(`5A31000000000001${((sequence + 1) & 0xff).toString(16).padStart(2, "0")}1700${body}00`);
    frame[10] = crc8Ss125(frame, 0, 10);
    frame[34] = crc8Ss125(frame, 11, 34);
    const scan = device.scan(frame, Instant(1_000 * (i + 1) + 50));
    return { readings: scan.kind === "frame" ? scan.readings : null, urgent: device.urgent };
  });
}

/** A vehicle in lane 1 for 300 ms, gone at `ms` after ten o'clock. */
const gone = (ms: number) => {
  const time = (((10 << 22) | (Math.floor(ms / 60_000) << 16) | ((Math.floor(ms / 1_000) % 60) << 10) | (ms % 1_000)) >>> 0).toString(16);
  return `670100000FD57A${time.padStart(8, "0")}00000000012C000000000000`;
};
const NOBODY = "67".padEnd(46, "0");

t.test("what a sensor held before anybody asked is old; from then on vehicles have their ages", async (t) => {
  const [old, empty, passed, late, over] = sensor(gone(1_000), NOBODY, gone(30_000), gone(30_500), gone(95_000));
  t.same(old, { readings: [], urgent: true }, "there may be more");
  t.same(empty, { readings: [], urgent: false });
  t.match(
    passed!.readings,
    [
      { on: true, age_ms: 825 },
      { on: false, age_ms: 525 },
    ],
    "between the question that found nobody and now",
  );
  t.match(late!.readings, [{ on: true }, { on: false, age_ms: Number }]);
  t.ok((late!.readings![1] as { age_ms: number }).age_ms > (passed!.readings![1] as { age_ms: number }).age_ms);
  t.match(over!.readings, [{ on: true }, { on: false }], "its clock was set, so nobody knows better");
});

t.test("after four vehicles in a row the others on the line are asked again", async (t) => {
  const all = sensor(NOBODY, ...Array.from({ length: 6 }, (_, i) => gone(10_000 + i)));
  t.same(
    all.map(({ urgent }) => urgent),
    [false, true, true, true, false, true, true],
  );
});

t.test("its clock is read and set", async (t) => {
  const ms = Date.UTC(2026, 10, 26, 12, 34, 56, 789);
  const set = setDateRequest(7, ms).with(0x10);
  t.equal(Buffer.from(set.subarray(11, -1)).toString("hex"), "0e0001000fd57a0322e315", "as another program packs it");
  t.equal(date(set, 14), ms);
  const read = dateRequest(7).with(0x12);
  t.equal(Buffer.from(read.subarray(11, -1)).toString("hex"), "0e0000");
  const answer = hex(`5A310000000000071300000E0000000FD57A0322E31500`.replace("1300000E", "130B000E"));
  answer[10] = crc8Ss125(answer, 0, 10);
  answer[22] = crc8Ss125(answer, 11, 22);
  t.equal(frontOf(answer, 7, 0x0e), 23);
  t.equal(date(answer, 14), ms);
  const done = hex("5A31000000000007110500" + "0E0002000000");
  done[10] = crc8Ss125(done, 0, 10);
  done[16] = crc8Ss125(done, 11, 16);
  t.equal(frontOf(done, 7, 0x0e), 17);
  t.equal(resultIn(done), 0);
});

t.test("class counts go on where they add up", async (t) => {
  const device = openSs125({ name: "radar", port: "a", protocol: "ss125", profile: "", address: 1, poll_ms: 1_000, timeout_ms: 500 });
  for (const [i, [classes, wanted]] of (
    [
      ["000001000004000001000001", [1, 4, 1, 1]],
      ["000001000004000001000000", undefined],
    ] as const
  ).entries()) {
    const sequence = device.request(Instant(0))![8]! + 1;
    const body = `71000000006${4 + i}000FD57802DE0000803680000007007B${classes}${"000000".repeat(3)}0101`;
    const whole = hex(`5A31000000000001${sequence.toString(16).padStart(2, "0")}2D00${body}00`);
    whole[10] = crc8Ss125(whole, 0, 10);
    whole[56] = crc8Ss125(whole, 11, 56);
    const scan = device.scan(whole, Instant(0));
    t.same(scan.kind === "frame" && (scan.readings[0] as { classes?: unknown }).classes, wanted);
  }
});

t.test("the sensor's date is UTC", async (t) => {
  t.equal(new Date(date(CAR, 3)).toISOString().slice(0, 10), "2016-12-18");
});

t.test("an answer that broke off is not continued by the next one", async (t) => {
  // Lane 1 of sensor 1, cut after 20 bytes, and the whole answer behind it; the last byte is chosen so that the false body's CRC fits.
  const whole = hex(
    "5A3100000000000121" +
      "2D" +
      "00" +
      "710000000064" +
      "000FD57802DE0000" +
      "803680000007007B" +
      "00".repeat(12) +
      "000000".repeat(3) +
      "020100",
  );
  whole[10] = crc8Ss125(whole, 0, 10);
  whole[56] = crc8Ss125(whole, 11, 56);
  t.equal(frontOf(whole, 1, 0x71), 57);
  t.match(intervalIn(whole), { packet: 0, interval: 100, volume: 7, occupancy_pm: 123, lanes: 2, approaches: 1 });
  const stream = Uint8Array.of(...whole.subarray(0, 20), ...whole);
  for (let filler = 0; filler < 256; filler++) {
    stream[19] = filler;
    const front = frontOf(stream, 1, 0x71);
    t.ok(front < 0 && front >= -20, "the broken answer is noise, and the whole one is left");
  }
});
