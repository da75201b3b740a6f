import { bitOf, blank, HEAD_BYTES, isOf, setBit, u16 } from "./frame.ts";
import type { Lamps } from "./load-switches.ts";

/** What the MMU can say of itself in type 129, and the bit of the data that says it (the standard's bit less 9). */
export const MMU_BITS = {
  "controller-voltage": 48,
  "24-volt-1": 49,
  "24-volt-2": 50,
  "24-volt-inhibit": 51,
  reset: 52,
  "red-enable": 53,
  conflict: 56,
  "red-failure": 57,
  "spare-1": 58,
  "spare-2": 59,
  "spare-3": 60,
  "spare-4": 61,
  "spare-5": 62,
  "spare-6": 63,
  diagnostic: 64,
  "minimum-clearance": 65,
  "port-1-timeout": 66,
  "output-relay": 67,
  failed: 68,
  "local-flash": 70,
  "start-up-flash-call": 71,
  "flashing-yellow-arrow-rate": 72,
} as const;

export type MmuBit = keyof typeof MMU_BITS;
const NAMES = Object.keys(MMU_BITS) as readonly MmuBit[];

/** Type 129: what the MMU sees on its channels (in failure: what it saw at the moment of it), and what it has to say. */
export interface MmuStatus {
  readonly seen: Lamps;
  /** In the order of the table. */
  readonly says: readonly MmuBit[];
}

/** What a type 129 frame says; null for any other. */
export function mmuStatusIn(frame: Uint8Array): MmuStatus | null {
  if (!isOf(frame, 129)) return null;
  const bits = 8 * (frame.length - HEAD_BYTES);
  return {
    seen: { green: u16(frame, 3), yellow: u16(frame, 5), red: u16(frame, 7) },
    says: NAMES.filter((name) => MMU_BITS[name] < bits && bitOf(frame, MMU_BITS[name])),
  };
}

export function mmuStatus({ seen, says }: MmuStatus): Uint8Array {
  const frame = blank(129);
  [seen.green, seen.yellow, seen.red].forEach((mask, i) => {
    frame[HEAD_BYTES + 2 * i] = mask & 0xff;
    frame[HEAD_BYTES + 2 * i + 1] = mask >> 8;
  });
  for (const name of says) setBit(frame, MMU_BITS[name]);
  return frame;
}
