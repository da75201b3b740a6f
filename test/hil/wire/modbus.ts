/**
 * Writes to a board of coils, read from the line by somebody who has only the specification: address, function 15, start, count, bytes, coils, CRC.
 * Shares nothing with the unit's driver or the simulated board.
 */
const WRITE_COILS = 15;
const HEAD = 7;
const FRAME_MAX = 256;

export interface CoilsWritten {
  readonly start: number;
  /** By coil from `start`. */
  readonly on: readonly boolean[];
}

/** What `address` is told; bytes that are no such frame, or are damaged, tell it nothing. */
export class CoilWrites {
  readonly #address: number;
  #held: number[] = [];

  constructor(address: number) {
    this.#address = address;
  }

  hear(bytes: Uint8Array): readonly CoilsWritten[] {
    this.#held.push(...bytes);
    if (this.#held.length > FRAME_MAX) this.#held = this.#held.slice(-FRAME_MAX);
    const found: CoilsWritten[] = [];
    for (let at = 0; at < this.#held.length; ) {
      const frame = this.#frameAt(at);
      if (frame === null) at++;
      else {
        found.push(frame.written);
        this.#held = this.#held.slice(at + frame.length);
        at = 0;
      }
    }
    return found;
  }

  #frameAt(at: number): { readonly written: CoilsWritten; readonly length: number } | null {
    const held = this.#held;
    if (held[at] !== this.#address || held[at + 1] !== WRITE_COILS) return null;
    const [start, count, bytes] = [held[at + 2]! * 256 + held[at + 3]!, held[at + 4]! * 256 + held[at + 5]!, held[at + 6]!];
    const length = HEAD + bytes + 2;
    if (bytes !== Math.ceil(count / 8) || at + length > held.length) return null;
    const frame = held.slice(at, at + length);
    if (crcOf(frame.slice(0, -2)) !== frame.at(-2)! + frame.at(-1)! * 256) return null;
    const on = Array.from({ length: count }, (_, i) => ((frame[HEAD + (i >> 3)]! >> (i & 7)) & 1) === 1);
    return { written: { start, on }, length };
  }
}

/** CRC-16/MODBUS, bit by bit. */
function crcOf(bytes: readonly number[]): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
