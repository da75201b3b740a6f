import type { FlashStatus, Indication } from "./live.ts";
import { CHANNELS_MAX, type PatternNumber, PHASES_MAX, type PhaseNumber, PREEMPTS_MAX } from "./numbers.ts";

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
  /** How many vehicles have come onto detectors with added initial in this tick. */
  readonly actuations: Uint8Array;
}

export function noCalls(): Calls {
  const none = () => new Uint8Array(PHASES_MAX);
  return { vehicle: none(), locking: none(), pedestrian: none(), fault_recall: none(), actuations: none() };
}

/** Somebody on the way whose green is to be extended or to come early (NTCIP 1211), in one of the slots. */
export interface PriorityRequest {
  readonly phase: PhaseNumber;
  /** Until the vehicle is at the stop line, in tenths; 0: it is there. */
  readonly arrival_ds: number;
}

/** What the cabinet's contacts ask for, beside calls. */
export interface Contacts {
  /** Preempts by number less one: 1 while the input is on. */
  readonly preempt: Uint8Array;
  readonly stop_time: boolean;
  readonly manual: boolean;
  /** True in the tick in which the interval advance is pressed. */
  readonly advance: boolean;
}

export const NO_CONTACTS: Contacts = { preempt: new Uint8Array(PREEMPTS_MAX), stop_time: false, manual: false, advance: false };

/** What the centre asks of phases for a while (NTCIP 1202 phaseControlGroup): sets, bit p for phase p + 1. */
export interface PhaseControls {
  readonly hold: number;
  readonly omit: number;
  readonly ped_omit: number;
  readonly force_off: number;
}

export const NO_CONTROLS: PhaseControls = { hold: 0, omit: 0, ped_omit: 0, force_off: 0 };

/** What the unit asks of timing beside calls, in one tick. */
export interface Orders {
  /** The pattern in force: a number of the site file. Its maximums and recalls hold from this tick on; no minimum or clearance is in it. */
  readonly pattern: PatternNumber;
  /** Whether a strategy that plans may; else its pattern is actuated, and omits what the fallback pattern omits. */
  readonly plan: boolean;
  /**
   * Why the controller must stand in flash; null: it need not. "automatic" is entered by way of the entry phases; every other at once.
   * Released, it goes through all red again, never into the middle of a green.
   */
  readonly flash: FlashStatus | null;
  /** Tenths since the time base's sync reference (local midnight); the local cycle of coordination hangs on it. */
  readonly clock_ds: number;
  readonly contacts: Contacts;
  /** By slot; null where the slot is free. */
  readonly requests: readonly (PriorityRequest | null)[];
  readonly controls: PhaseControls;
}

/** No contacts, no requests, no controls, no coordination: what is asked for of a unit that is left to itself. */
export const plainOrders = (pattern: PatternNumber, flash: FlashStatus | null = null): Orders => ({
  pattern,
  plan: true,
  flash,
  clock_ds: 0,
  contacts: NO_CONTACTS,
  requests: [],
  controls: NO_CONTROLS,
});

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
