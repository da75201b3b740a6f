import type { Instant } from "./time.ts";

/**
 * One journal entry before it has a sequence number: everything that enters the unit's logic (`input: true`) and everything that it
 * decides. Flat on purpose: the same four columns serve SQLite, the wire, replay and a technician reading along.
 */
export interface Entry {
  readonly at: Instant;
  /** Indiana hi-resolution code where one exists (below 300), ours from 300. The table is in `codes.ts`. */
  readonly code: number;
  /** What the code's parameter means: a phase, a detector, a device. */
  readonly param: number;
  /** A number that belongs to the event; 0 where there is none. */
  readonly value: number;
  /** Text that belongs to the event, JSON where it has structure; "" where there is none. */
  readonly detail: string;
  /** True for what came from outside: replay feeds exactly these back in. */
  readonly input: boolean;
}

export function entry(at: Instant, code: number, param: number, value = 0, detail = ""): Entry {
  return { at, code, param, value, detail, input: false };
}

export function inputEntry(at: Instant, code: number, param: number, value = 0, detail = ""): Entry {
  return { at, code, param, value, detail, input: true };
}
