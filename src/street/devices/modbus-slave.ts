import { crc16Modbus } from "../../serial/framing/crc16-modbus.ts";
import { seal } from "../../serial/framing/modbus-rtu.ts";
import type { Instant } from "../../traffic/time.ts";
import { type FieldDevice, Mouth, type Place } from "./device.ts";

/**
 * What a board has at each data address (from 0; discrete input 10001 and register 30001 are both 0). A table that is left out makes its
 * functions illegal; null or false makes the address illegal.
 */
export interface RegisterMap {
  coil?(address: number): boolean | null;
  input?(address: number): boolean | null;
  holding?(address: number): number | null;
  register?(address: number): number | null;
  /** Takes `count` coils from `start`, bit 0 of `data[from]` first. */
  write?(now: Instant, start: number, count: number, data: Uint8Array, from: number): boolean;
  /** Registers that one message may ask for; 125 where the board has no limit of its own. */
  readonly registers?: number;
}

const [READ_COILS, READ_INPUTS, READ_HOLDING, READ_REGISTERS, WRITE_COIL, WRITE_COILS] = [1, 2, 3, 4, 5, 15];
const [ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE] = [1, 2, 3];
const [BITS_MAX, COILS_MAX, REGISTERS_MAX] = [2_000, 1_968, 125];
/** A request of every function but the long writes. */
const SHORT = 8;

const u16 = (bytes: Uint8Array, at: number) => (bytes[at]! << 8) | bytes[at + 1]!;

/** A Modbus RTU server of one address (application protocol V1.1b3): what it has is the map's business. */
export class ModbusSlave implements FieldDevice {
  readonly #address: number;
  readonly #map: RegisterMap;
  readonly #mouth: Mouth;
  /** The last answer's frame, used again while answers are as long. */
  #frame = new Uint8Array(SHORT);

  constructor(place: Place, map: RegisterMap) {
    this.#address = place.config.address;
    this.#map = map;
    this.#mouth = new Mouth(place);
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    return this.#mouth.take();
  }

  hear(now: Instant, bytes: Uint8Array): number {
    if (bytes[0] !== this.#address) return -1;
    const length = lengthOf(bytes);
    if (length === 0 || bytes.length < length) return 0;
    const crc = crc16Modbus(bytes, 0, length - 2);
    if (bytes[length - 2] !== (crc & 0xff) || bytes[length - 1] !== crc >>> 8) return -1;
    this.#mouth.answer(now, length, this.#answer(now, bytes, length));
    return length;
  }

  #answer(now: Instant, request: Uint8Array, length: number): Uint8Array {
    const func = request[1]!;
    if (func === READ_COILS || func === READ_INPUTS) return this.#bits(func, u16(request, 2), u16(request, 4));
    if (func === READ_HOLDING || func === READ_REGISTERS) return this.#words(func, u16(request, 2), u16(request, 4));
    if (func === WRITE_COIL || func === WRITE_COILS) return this.#write(now, request, length);
    return this.#refuse(func, ILLEGAL_FUNCTION);
  }

  #bits(func: number, start: number, count: number): Uint8Array {
    const read = func === READ_COILS ? this.#map.coil : this.#map.input;
    if (!read) return this.#refuse(func, ILLEGAL_FUNCTION);
    if (count < 1 || count > BITS_MAX) return this.#refuse(func, ILLEGAL_VALUE);
    const frame = this.#begin(func, Math.ceil(count / 8));
    for (let i = 0; i < count; i++) {
      const bit = read(start + i);
      if (bit === null) return this.#refuse(func, ILLEGAL_ADDRESS);
      if (bit) frame[3 + (i >> 3)]! |= 1 << (i & 7);
    }
    return seal(frame);
  }

  #words(func: number, start: number, count: number): Uint8Array {
    const read = func === READ_HOLDING ? this.#map.holding : this.#map.register;
    if (!read) return this.#refuse(func, ILLEGAL_FUNCTION);
    if (count < 1 || count > (this.#map.registers ?? REGISTERS_MAX)) return this.#refuse(func, ILLEGAL_VALUE);
    const frame = this.#begin(func, count * 2);
    for (let i = 0; i < count; i++) {
      const word = read(start + i);
      if (word === null) return this.#refuse(func, ILLEGAL_ADDRESS);
      frame[3 + 2 * i] = word >> 8;
      frame[4 + 2 * i] = word & 0xff;
    }
    return seal(frame);
  }

  /** Writes are confirmed with their own first six bytes. */
  #write(now: Instant, request: Uint8Array, length: number): Uint8Array {
    const func = request[1]!;
    if (!this.#map.write) return this.#refuse(func, ILLEGAL_FUNCTION);
    const start = u16(request, 2);
    const single = func === WRITE_COIL;
    const value = u16(request, 4);
    if (single ? value !== 0 && value !== 0xff00 : value < 1 || value > COILS_MAX || length !== 9 + Math.ceil(value / 8))
      return this.#refuse(func, ILLEGAL_VALUE);
    const taken = single ? this.#map.write(now, start, 1, Uint8Array.of(value >> 15), 0) : this.#map.write(now, start, value, request, 7);
    if (!taken) return this.#refuse(func, ILLEGAL_ADDRESS);
    const frame = this.#sized(SHORT);
    for (let i = 0; i < 6; i++) frame[i] = request[i]!;
    return seal(frame);
  }

  #begin(func: number, data: number): Uint8Array {
    const frame = this.#sized(5 + data);
    frame.fill(0);
    frame[0] = this.#address;
    frame[1] = func;
    frame[2] = data;
    return frame;
  }

  #refuse(func: number, code: number): Uint8Array {
    return seal(Uint8Array.of(this.#address, func | 0x80, code, 0, 0));
  }

  #sized(length: number): Uint8Array {
    if (this.#frame.length !== length) this.#frame = new Uint8Array(length);
    return this.#frame;
  }
}

/** Length of the request that `bytes` begins with; 0 while nobody can know. A function that nobody knows ends with the bytes there are. */
function lengthOf(bytes: Uint8Array): number {
  const func = bytes[1];
  if (func === undefined) return 0;
  if (func >= 1 && func <= 6) return SHORT;
  if (func === 15 || func === 16) return bytes.length < 7 ? 0 : 9 + bytes[6]!;
  return bytes.length < 4 ? 0 : bytes.length;
}
