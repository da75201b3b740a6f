import type { Request } from "../journal/port.ts";
import type { Detector } from "../traffic/site.ts";
import type { WallTime } from "../traffic/time.ts";
import type { Run } from "./run.ts";
import type { PhaseSeen } from "./seen.ts";

/** A half hour of the record: long enough for twenty cycles, short enough that weeks can be sampled and days told apart. */
export const SLICE_MS = 1_800_000;
/** What is simulated before it and not counted: start-up, and queues as long as they were. */
export const LEAD_MS = 300_000;
/** What is left of one beside a beginning, an end or a hole; shorter ones are not worth their lead. */
export const LEAST_MS = 900_000;

/** Who came in a half hour, and what the unit made of them. Instants in ms from the beginning of its lead. */
export interface Slice {
  readonly session: number;
  /** When it begins, behind its lead. */
  readonly wall: WallTime;
  /** By the site's clocks: "2026-01-05", and minutes since midnight. */
  readonly day: string;
  readonly minute: number;
  readonly length_ms: number;
  /** Patterns in force, its lead included. */
  readonly patterns: readonly number[];
  readonly lanes: readonly {
    readonly approach: string;
    readonly lane: number;
    readonly by: Detector["kind"];
    readonly runs: readonly Run[];
    /** Vehicles that came behind the lead. */
    readonly vehicles: number;
  }[];
  readonly crossings: readonly { readonly detector: number; readonly at_ms: readonly number[] }[];
  /** Commands that ask for something on the street: priority, calls. */
  readonly requests: readonly { readonly at_ms: number; readonly request: Request }[];
  /** Vehicles that came in it, and presses of buttons. */
  readonly vehicles: number;
  readonly presses: number;
  readonly seen: readonly PhaseSeen[];
  /** Every loop that `seen` counts with was good. */
  readonly whole: boolean;
}

/** Why something of a record is not used. */
export interface Left {
  readonly words: string;
  readonly slices: number;
}
