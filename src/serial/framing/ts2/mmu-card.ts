import { bitOf, blank, HEAD_BYTES, isOf, setBit, u16 } from "./frame.ts";
import { SWITCHES } from "./load-switches.ts";

/** Type 131: how the MMU is programmed, by its card and its switches. */
export interface MmuCard {
  /** By channel less one: the channels that it may be green, yellow or in walk together with, a bit each, itself not among them. */
  readonly compatible: readonly number[];
  /** Channels whose minimum yellow change is not watched. */
  readonly yellow_not_watched: number;
  readonly min_flash_s: number;
  readonly latches_24_volt: boolean;
  readonly latches_controller_voltage: boolean;
}

/** Bits of the data: pairs 1-2, 1-3 … 15-16, then one a channel, then the minimum flash. */
const PAIRS = (SWITCHES * (SWITCHES - 1)) / 2;
const YELLOW_AT = HEAD_BYTES + PAIRS / 8;
const FLASH_AT = YELLOW_AT + 2;
/** Code 5 is 6 s, code 15 is 16 s. */
const FLASH_CODE_MAX = 15;
const [LATCH_24_VOLT, LATCH_CONTROLLER] = [140, 141];

/** What a type 131 frame says; null for any other. */
export function mmuCardIn(frame: Uint8Array): MmuCard | null {
  if (!isOf(frame, 131)) return null;
  const compatible = new Array<number>(SWITCHES).fill(0);
  eachPair((a, b, bit) => {
    if (!bitOf(frame, bit)) return;
    compatible[a]! |= 1 << b;
    compatible[b]! |= 1 << a;
  });
  return {
    compatible,
    yellow_not_watched: u16(frame, YELLOW_AT),
    min_flash_s: (frame[FLASH_AT]! & FLASH_CODE_MAX) + 1,
    latches_24_volt: bitOf(frame, LATCH_24_VOLT),
    latches_controller_voltage: bitOf(frame, LATCH_CONTROLLER),
  };
}

export function mmuCard(card: MmuCard): Uint8Array {
  const frame = blank(131);
  eachPair((a, b, bit) => {
    if ((card.compatible[a] ?? 0) & (1 << b)) setBit(frame, bit);
  });
  frame[YELLOW_AT] = card.yellow_not_watched & 0xff;
  frame[YELLOW_AT + 1] = card.yellow_not_watched >> 8;
  frame[FLASH_AT] = Math.min(Math.max(card.min_flash_s - 1, 0), FLASH_CODE_MAX);
  if (card.latches_24_volt) setBit(frame, LATCH_24_VOLT);
  if (card.latches_controller_voltage) setBit(frame, LATCH_CONTROLLER);
  return frame;
}

/** Channels from 0, and the pair's bit. */
function eachPair(tell: (a: number, b: number, bit: number) => void): void {
  let bit = 0;
  for (let a = 0; a < SWITCHES; a++) for (let b = a + 1; b < SWITCHES; b++) tell(a, b, bit++);
}
