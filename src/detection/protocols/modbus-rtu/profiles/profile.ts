import type { ReadFunction } from "../../../../serial/framing/modbus-rtu.ts";
import type { DetectorFault } from "../../../../traffic/observation.ts";

/** Where one input of a board lies in its answer. Bits count from 0: for registers, bit b of register r is `16 * r + b`. */
export interface InputBits {
  readonly detect: number;
  /** The board says 0 while something is there (a normally closed contact). */
  readonly inverted?: true;
  readonly faults?: readonly { readonly bit: number; readonly fault: DetectorFault }[];
}

/** One register map, from its maker's manual. A new board is a new file of this shape and a line in `index.ts`. */
export interface Profile {
  /** Maker, board, and the page where the map is. */
  readonly words: string;
  readonly func: ReadFunction;
  /** Data address, from 0: discrete input 10001 and register 30001 are both 0. */
  readonly start: number;
  /** Bits for functions 1 and 2, registers for 3 and 4. */
  readonly count: number;
  /** In the order of their numbers: the first is input 1. */
  readonly inputs: readonly InputBits[];
}
