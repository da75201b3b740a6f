import t from "tap";
import { date, fixed24, frontOf, intervalIn } from "../../../src/detection/protocols/ss125/codec.ts";
import { crc8Ss125 } from "../../../src/serial/framing/crc8-ss125.ts";

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
  t.equal(frontOf(whole, 1), 57);
  t.match(intervalIn(whole), { packet: 0, interval: 100, volume: 7, occupancy_pm: 123, lanes: 2, approaches: 1 });
  const stream = Uint8Array.of(...whole.subarray(0, 20), ...whole);
  for (let filler = 0; filler < 256; filler++) {
    stream[19] = filler;
    const front = frontOf(stream, 1);
    t.ok(front < 0 && front >= -20, "the broken answer is noise, and the whole one is left");
  }
});
