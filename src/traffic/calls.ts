import type { Indication } from "./live.ts";
import { CHANNELS_MAX, type PatternNumber, PHASES_MAX } from "./numbers.ts";

/** What detection asks of timing in one tick. Arrays are indexed by phase number less one and reused from tick to tick. */
export interface Calls {
  /** 1 while a vehicle demands the phase (after delay, extend and fault): holds a call on red, extends on green. */
  readonly vehicle: Uint8Array;
  /** 1 in the tick of an actuation that must be remembered until served. */
  readonly locking: Uint8Array;
  /** 1 while a push button is pressed, if only for part of the tick, and while nobody can know whether it is. */
  readonly pedestrian: Uint8Array;
  /** 1 while a detector of the phase has failed: the phase is recalled to its maximum, so that nobody waits unseen. */
  readonly fault_recall: Uint8Array;
}

export function noCalls(): Calls {
  const none = () => new Uint8Array(PHASES_MAX);
  return { vehicle: none(), locking: none(), pedestrian: none(), fault_recall: none() };
}

/** What the unit asks of timing beside calls, in one tick. */
export interface Orders {
  /** The pattern in force: a number of the site file. Its maximums and recalls hold from this tick on; no minimum or clearance is in it. */
  readonly pattern: PatternNumber;
  /** Held true, the controller stands in start-up flash; released, it goes through all of start-up again, never into the middle of a green. */
  readonly flash: boolean;
}

/** Indications in the order of their codes in native buffers: a code is an index into this list. */
export const INDICATIONS = [
  "dark",
  "red",
  "yellow",
  "green",
  "flashing-red",
  "flashing-yellow",
  "flashing-green",
] as const satisfies readonly Indication[];

/** One indication code a channel, indexed by channel number less one. */
export type ChannelCodes = Uint8Array;
export const darkChannels = (): ChannelCodes => new Uint8Array(CHANNELS_MAX);
