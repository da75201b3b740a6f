import type { ReadFunction } from "../../../../serial/framing/modbus-rtu.ts";
import type { DetectorFault } from "../../../../traffic/observation.ts";

/** Where one input of a board lies in its answer. Bits count from 0: for registers, bit b of register r is `16 * r + b`. */
export interface InputBits {
  readonly detect: number;
  /** The board says 0 while something is there (a normally closed contact). */
  readonly inverted?: true;
  readonly faults?: readonly { readonly bit: number; readonly fault: DetectorFault }[];
  /** Counts how often it came on: whoever came and went between two answers counts and calls too. */
  readonly counter?: Counter;
}

/** A counter in the answer to `counters`, or in the profile's own where it has none of these. */
export interface Counter {
  /** The first of its registers, from 0. */
  readonly register: number;
  /** One word where it has 16 bits, two where it has 32. */
  readonly words: 1 | 2;
  /** The word of a lower address is the low one. */
  readonly lowFirst?: true;
  /** Where it begins again at 0, if not where its words are full. */
  readonly wraps?: number;
}

/** What one question asks for. */
export interface Block {
  readonly func: ReadFunction;
  /** Data address, from 0: discrete input 10001 and register 30001 are both 0. */
  readonly start: number;
  /** Bits for functions 1 and 2, registers for 3 and 4. */
  readonly count: number;
}

/** One register map, from its maker's manual. A new board is a new file of this shape and a line in `index.ts`. */
export interface Profile extends Block {
  /** Maker, board, and the page where the map is. */
  readonly words: string;
  /** Registers with the counters: asked for before the inputs, or with them in one read where that is cheaper. */
  readonly counters?: Block;
  /** What one answer may hold, in the units of `count`, where the board holds less than Modbus lets it. */
  readonly most?: number;
  /** In the order of their numbers: the first is input 1. */
  readonly inputs: readonly InputBits[];
}
