import t from "tap";
import { crc8Ss125 } from "../../src/serial/framing/crc8-ss125.ts";
import { crc16Modbus } from "../../src/serial/framing/crc16-modbus.ts";
import { frontOf, isException, readExchange, writeCoilsExchange } from "../../src/serial/framing/modbus-rtu.ts";
import { xorNmea } from "../../src/serial/framing/xor-nmea.ts";

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const hex = (text: string) => Uint8Array.from(text.split(" "), (byte) => Number.parseInt(byte, 16));
const digits = ascii("123456789");

t.test("checksums have their published check values", async (t) => {
  t.equal(crc16Modbus(digits, 0, 9), 0x4b37);
  t.equal(crc8Ss125(digits, 0, 9), 0xbc);
  // A position fix as every textbook of NMEA 0183 prints it.
  const fix = ascii("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47");
  t.equal(xorNmea(fix, 1, fix.length - 3), 0x47);
});

t.test("a read of coils asks and is answered as the Modbus specification prints it", async (t) => {
  // Application protocol V1.1b3, 6.2: discrete inputs 197 to 218 of node 1.
  const asked = readExchange(1, 2, 0xc4, 0x16);
  t.same([...asked.request.subarray(1, 6)], [0x02, 0x00, 0xc4, 0x00, 0x16]);
  t.same([...asked.head], [1, 2, 3]);
  t.equal(asked.length, 8);
  t.equal(readExchange(1, 4, 8, 1).length, 7, "registers have two bytes each");
});

t.test("a write of coils is built as the Modbus specification prints it", async (t) => {
  // V1.1b3, 6.11: ten coils from coil 20, CD 01.
  const asked = writeCoilsExchange(1, 0x13, 10);
  t.same([...asked.request.subarray(0, 7)], [1, 0x0f, 0, 0x13, 0, 0x0a, 2]);
  t.equal(asked.request.length, 11);
  t.same([...asked.head], [1, 0x0f, 0, 0x13, 0, 0x0a]);
});

t.test("only the answer to the question counts", async (t) => {
  const asked = readExchange(0x0b, 2, 0, 6);
  const answer = hex("0b 02 01 02 23 91");
  t.equal(frontOf(answer, asked), 6);
  t.equal(frontOf(answer.subarray(0, 4), asked), 0, "not yet whole");
  t.equal(frontOf(hex("0c 02 01 02 22 e5"), asked), -6, "another node's");
  t.equal(frontOf(hex("0b 02 02 02 23 91"), asked), -6, "another question's");
  t.equal(frontOf(hex("0b 02 01 02 23 92"), asked), -1, "spoiled");
  t.equal(frontOf(asked.request, asked), -8, "our own question, echoed by the adapter");
  t.equal(frontOf(hex("00 00 0b 02"), asked), -2, "the beginning is kept");
});

t.test("a refusal is an answer, busy is not", async (t) => {
  const asked = readExchange(0x0b, 2, 0, 6);
  const refusal = hex("0b 82 02 e1 63");
  t.equal(frontOf(refusal, asked), 5);
  t.equal(isException(refusal), true);
  const busy = Uint8Array.of(0x0b, 0x82, 0x06, 0, 0);
  const crc = crc16Modbus(busy, 0, 3);
  busy.set([crc & 0xff, crc >> 8], 3);
  t.equal(frontOf(busy, asked), -5);
});
