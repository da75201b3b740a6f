import { LOAD_SWITCHES } from "../../../traffic/cabinet.ts";
import { bitOf, blank, HEAD_BYTES, isOf, setBit } from "./frame.ts";

/** Load switches that Port 1 has, one for each channel of the MMU. */
export const SWITCHES = LOAD_SWITCHES;
/** Load switches of one terminals and facilities BIU: 1 to 8 on the first, 9 to 16 on the second. */
export const SWITCHES_OF_BIU = 8;

/** Which lamps of the load switches are lit, or seen: a bit a switch, switch 1 in bit 0. */
export interface Lamps {
  readonly green: number;
  readonly yellow: number;
  readonly red: number;
}

/** Offsets of type 0: two bits a switch, both set where the lamp is fully on (one alone dims it by half waves, which we never ask for). */
const [GREEN, YELLOW, RED] = [3, 7, 11];
const FLASH_BIT = 103;

/**
 * Type 0, to the MMU: what the load switches are told. `flash` where they flash because the unit has told them to, so that the MMU does not
 * take the dark halves for red failures.
 */
export function loadSwitchDrivers({ green, yellow, red }: Lamps, flash: boolean): Uint8Array {
  const frame = blank(0);
  putPairs(frame, GREEN, green);
  putPairs(frame, YELLOW, yellow);
  putPairs(frame, RED, red);
  if (flash) setBit(frame, FLASH_BIT);
  return frame;
}

/** What a type 0 frame tells; null for any other. A dimmed lamp is lit. */
export function loadSwitchesIn(frame: Uint8Array): (Lamps & { readonly flash: boolean }) | null {
  if (!isOf(frame, 0)) return null;
  return { green: pairs(frame, GREEN), yellow: pairs(frame, YELLOW), red: pairs(frame, RED), flash: bitOf(frame, FLASH_BIT) };
}

/** The frame's load switches at `at`: 32 bits, a pair for each. */
function putPairs(frame: Uint8Array, at: number, mask: number): void {
  for (let s = 0; s < SWITCHES; s++) if (mask & (1 << s)) frame[at + (s >> 2)]! |= 3 << (2 * (s & 3));
}

function pairs(frame: Uint8Array, at: number): number {
  let mask = 0;
  for (let s = 0; s < SWITCHES; s++) if (frame[at + (s >> 2)]! & (3 << (2 * (s & 3)))) mask |= 1 << s;
  return mask;
}

/** Lamps of each switch in the order in which a terminals and facilities BIU has them. */
const ORDER = ["red", "yellow", "green"] as const satisfies readonly (keyof Lamps)[];

/** Types 10 and 11, to the TF BIU that drives switches 1 to 8 or 9 to 16. They change with the next output transfer (type 18). */
export function terminalOutputs(biu: 1 | 2, lamps: Lamps): Uint8Array {
  const frame = blank(9 + biu);
  const first = (biu - 1) * SWITCHES_OF_BIU;
  for (let s = 0; s < SWITCHES_OF_BIU; s++) {
    ORDER.forEach((lamp, i) => {
      if ((lamps[lamp] & (1 << (first + s))) === 0) return;
      setBit(frame, 2 * (3 * s + i));
      setBit(frame, 2 * (3 * s + i) + 1);
    });
  }
  return frame;
}

/** What a type 10 or 11 frame tells its load switches; null for any other. Bits of the other BIU's switches are 0. */
export function terminalOutputsIn(frame: Uint8Array): Lamps | null {
  const biu = isOf(frame, 10) ? 1 : isOf(frame, 11) ? 2 : 0;
  if (biu === 0) return null;
  const lit = { green: 0, yellow: 0, red: 0 };
  const first = (biu - 1) * SWITCHES_OF_BIU;
  for (let s = 0; s < SWITCHES_OF_BIU; s++) {
    ORDER.forEach((lamp, i) => {
      const bit = 2 * (3 * s + i);
      if (frame[HEAD_BYTES + (bit >> 3)]! & (3 << (bit & 7))) lit[lamp] |= 1 << (first + s);
    });
  }
  return lit;
}

/** The number of the board's output that lights a lamp of load switch `number` (from 1): red, yellow and green of each in turn. */
export const outputOf = (number: number, lamp: keyof Lamps): number => 3 * (number - 1) + ORDER.indexOf(lamp) + 1;
export const OUTPUTS = outputOf(SWITCHES, "green");
