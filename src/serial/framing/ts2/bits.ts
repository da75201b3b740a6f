import { crc16X25 } from "../crc16-x25.ts";
import { FRAME_MAX_BYTES } from "./octets.ts";

/**
 * Port 1 as it is on the wire, for captures of the synchronous line itself: one bit a clock, flags, a zero after five ones, the CRC. A
 * gateway does all of this in hardware; no UART can.
 */
const FLAG = 0x7e;
const ONES_MAX = 5;
const CRC_BYTES = 2;
const LEAST_BYTES = 3 + CRC_BYTES;
const LONGEST = FRAME_MAX_BYTES + CRC_BYTES;

/** The line's bits in the order of their clocks, eight to a byte, the first in the lowest bit. Idle is ones: they fill up the last byte. */
export function bitsOf(frames: readonly Uint8Array[]): Uint8Array {
  const bits: number[] = [];
  const flag = (): void => {
    for (let b = 0; b < 8; b++) bits.push((FLAG >> b) & 1);
  };
  for (const frame of frames) {
    const crc = crc16X25(frame, 0, frame.length);
    flag();
    stuff(Uint8Array.of(...frame, crc & 0xff, crc >>> 8), bits);
    flag();
  }
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) => {
    let byte = 0;
    for (let b = 0; b < 8; b++) byte |= (bits[8 * i + b] ?? 1) << b;
    return byte;
  });
}

function stuff(bytes: Uint8Array, bits: number[]): void {
  let ones = 0;
  for (const byte of bytes) {
    for (let b = 0; b < 8; b++) {
      const bit = (byte >> b) & 1;
      bits.push(bit);
      ones = bit === 1 ? ones + 1 : 0;
      if (ones < ONES_MAX) continue;
      bits.push(0);
      ones = 0;
    }
  }
}

/** What a capture of the line holds. */
export interface Captured {
  /** Address, control, type and data of every good frame, in order. */
  readonly frames: readonly Uint8Array[];
  /** Of those that were not: too short, not whole bytes, broken off (seven ones), or with a wrong CRC. */
  readonly bad: number;
}

/** Takes any bits at all. */
export function framesIn(bits: Uint8Array): Captured {
  const frames: Uint8Array[] = [];
  let bad = 0;
  let ones = 0;
  /** Bits since the last flag; -1 while nobody knows where a frame begins. */
  let held = -1;
  const buffer = new Uint8Array(LONGEST + 1);
  const end = (): void => {
    // The flag's own first six bits (a zero and five ones) have come in already; the sixth one and the last zero have not.
    const length = held - 6;
    const bytes = length / 8;
    const whole = Number.isInteger(bytes) && bytes >= LEAST_BYTES && bytes <= LONGEST;
    if (whole && isGood(buffer, bytes)) frames.push(buffer.slice(0, bytes - CRC_BYTES));
    else if (length > 0) bad++;
  };
  for (let i = 0; i < bits.length * 8; i++) {
    const bit = (bits[i >> 3]! >> (i & 7)) & 1;
    if (bit === 1) {
      // Seven ones: broken off, or idle.
      if (++ones === ONES_MAX + 2) {
        if (held > 6) bad++;
        held = -1;
      }
      if (ones > ONES_MAX) continue;
    } else {
      const before = ones;
      ones = 0;
      if (before === ONES_MAX) continue;
      if (before === ONES_MAX + 1) {
        if (held >= 0) end();
        held = 0;
        continue;
      }
    }
    if (held < 0 || held >= LONGEST * 8) {
      if (held >= 0) held++;
      continue;
    }
    if ((held & 7) === 0) buffer[held >> 3] = 0;
    buffer[held >> 3]! |= bit << (held & 7);
    held++;
  }
  return { frames, bad };
}

function isGood(bytes: Uint8Array, length: number): boolean {
  const crc = crc16X25(bytes, 0, length - CRC_BYTES);
  return bytes[length - 2] === (crc & 0xff) && bytes[length - 1] === crc >>> 8;
}
