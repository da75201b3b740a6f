/** A start bit, eight data bits, a stop bit. */
const BITS_A_BYTE = 10;
const RESOLUTION = 2 ** 30;

/** A wire on which each bit is turned over with the same chance, whatever it was: what an arc welder next to the cabinet does. */
export class Interference {
  /** Messages of which a bit was turned over, and those of which two or more were. */
  damaged = 0;
  twice = 0;
  readonly #roll: (sides: number) => number;
  readonly #log: number;
  /** Bits that still pass before the next one that does not. */
  #clean: number;

  /** `rate`: turned bits of all bits; above 0, below 1. */
  constructor(rate: number, roll: (sides: number) => number) {
    this.#roll = roll;
    this.#log = Math.log(1 - rate);
    this.#clean = this.#gap();
  }

  /**
   * What comes out of the wire; the same array where nothing happened. A byte without its start or stop bit is none: ports are told to throw
   * such bytes away.
   */
  pass(message: Uint8Array): Uint8Array {
    const bits = message.length * BITS_A_BYTE;
    if (this.#clean >= bits) {
      this.#clean -= bits;
      return message;
    }
    this.damaged++;
    const out: number[] = [];
    let turned = 0;
    for (const byte of message) {
      let [value, framed] = [byte, true];
      while (this.#clean < BITS_A_BYTE) {
        const bit = this.#clean;
        if (bit === 0 || bit === BITS_A_BYTE - 1) framed = false;
        else value ^= 1 << (bit - 1);
        turned++;
        this.#clean += 1 + this.#gap();
      }
      this.#clean -= BITS_A_BYTE;
      if (framed) out.push(value);
    }
    if (turned > 1) this.twice++;
    return Uint8Array.from(out);
  }

  /** How many bits of silence pass until one of them is taken for a start bit. */
  silence(): number {
    return this.#gap();
  }

  #gap(): number {
    return Math.floor(Math.log((this.#roll(RESOLUTION) + 0.5) / RESOLUTION) / this.#log);
  }
}
