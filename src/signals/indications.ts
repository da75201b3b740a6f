import { type ChannelCodes, INDICATIONS } from "../traffic/calls.ts";
import type { Indication } from "../traffic/live.ts";
import type { Channel } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";

const [RED, YELLOW, GREEN] = [1, 2, 4];
/** 60 flashes a minute, lit for half of the time (MUTCD 4D.28: 50 to 60 a minute, lit for a half to two thirds). */
export const FLASH_MS = 1_000;
export const FLASH_LIT_MS = 500;

/** Which of a channel's lamps each indication lights, and whether it flashes. On a pedestrian channel red is don't walk, green is walk. */
const LIT = {
  dark: { lamps: 0, flashing: false },
  red: { lamps: RED, flashing: false },
  yellow: { lamps: YELLOW, flashing: false },
  green: { lamps: GREEN, flashing: false },
  "flashing-red": { lamps: RED, flashing: true },
  "flashing-yellow": { lamps: YELLOW, flashing: true },
  "flashing-green": { lamps: GREEN, flashing: true },
} as const satisfies { readonly [I in Indication]: { readonly lamps: number; readonly flashing: boolean } };

const STEADY = INDICATIONS.map((i) => (LIT[i].flashing ? 0 : LIT[i].lamps));
const IN_FLASH = INDICATIONS.map((i) => LIT[i].lamps);

/** The last output that any lamp of these channels hangs on; 0 for no channels. */
export function lastLamp(channels: readonly Channel[]): number {
  return channels.reduce((last, c) => Math.max(last, c.red, c.yellow, c.green), 0);
}

/**
 * Sets `lamps[output - 1]` to 1 where `codes` (by channel number less one) light it now, to 0 elsewhere. Every lamp flashes in the same
 * phase, as one flasher would. Throws on a code that no indication has: a cabinet in flash is better than lamps that nobody meant.
 */
export function lightLamps(now: Instant, channels: readonly Channel[], codes: ChannelCodes, lamps: Uint8Array): void {
  lamps.fill(0);
  const table = now % FLASH_MS < FLASH_LIT_MS ? IN_FLASH : STEADY;
  for (const channel of channels) {
    const lit = table[codes[channel.number - 1]!];
    if (lit === undefined) throw new RangeError(`channel ${channel.number}: ${codes[channel.number - 1]} is no indication`);
    if (lit & RED && channel.red > 0) lamps[channel.red - 1] = 1;
    if (lit & YELLOW && channel.yellow > 0) lamps[channel.yellow - 1] = 1;
    if (lit & GREEN && channel.green > 0) lamps[channel.green - 1] = 1;
  }
}
