import type { FlashStatus } from "./live.ts";

/** What the cabinet's own monitor is programmed for, by load switch (its channel) less one. */
export interface CabinetCard {
  /** Switches that each may show green, yellow or walk together with, a bit each, itself not among them. */
  readonly compatible: readonly number[];
  readonly min_flash_s: number;
}

/**
 * What a cabinet's own monitor (of NEMA TS 2: the malfunction management unit, MMU) says on the line on which load switches are driven, or
 * what its words prove. Each is said when it changes.
 */
export type CabinetWord =
  /** `flash`: why the unit must be in flash; null where it sees nothing wrong. */
  | { readonly says: "status"; readonly flash: Extract<FlashStatus, "mmu" | "start-up" | "local-manual"> | null; readonly words: string }
  | { readonly says: "card"; readonly card: CabinetCard }
  /** It has seen other lamps than those that are told, for longer than it may. Load switches, from 1. */
  | { readonly says: "lamps"; readonly switches: readonly number[]; readonly words: string };

/** Load switches that such a monitor watches, and the lamps of each: red, yellow and green in the order of their outputs. */
export const LOAD_SWITCHES = 16;
export const SWITCH_LAMPS = 3;

/** The load switch, from 1, that an output is of (from 1). */
export const switchOf = (output: number): number => Math.ceil(output / SWITCH_LAMPS);

/** The word in a journal's detail; null where there is none. */
export function cabinetWordIn(detail: string): CabinetWord | null {
  try {
    const word = JSON.parse(detail) as CabinetWord;
    if (word.says === "card") return Array.isArray(word.card.compatible) ? word : null;
    return word.says === "status" || (word.says === "lamps" && Array.isArray(word.switches)) ? word : null;
  } catch {
    return null;
  }
}
