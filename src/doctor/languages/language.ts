import type { LineSettings } from "../../serial/load.ts";

/** What the front of a stream is to somebody who only listens, and knows neither who asks nor who answers. */
export type Overheard =
  /** `address`: who is asked or answers; null where the protocol has none. `bits`: how much of it proves that it is no chance. */
  | { readonly kind: "frame"; readonly length: number; readonly address: number | null; readonly bits: number; readonly words: string }
  | { readonly kind: "noise"; readonly length: number }
  /** The beginning of what may be a frame. */
  | { readonly kind: "more" };

export const NOISE: Overheard = { kind: "noise", length: 1 };
export const MORE: Overheard = { kind: "more" };

/** A protocol as it sounds on a line. */
export interface Language {
  /** How its devices leave the factory, likeliest first. */
  readonly settings: readonly LineSettings[];
  /** `last`: what was heard before it. Never throws; `bytes` is never empty. */
  front(bytes: Uint8Array, last: string): Overheard;
}

/** Most devices in cabinets: no parity, one stop bit. */
export const plain = (...bauds: readonly number[]): readonly LineSettings[] =>
  bauds.map((baud) => ({ baud, parity: "none", stop_bits: 1 }));
