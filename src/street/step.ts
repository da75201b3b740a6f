import { TICK_MS } from "../traffic/time.ts";

/** The street moves in the unit's own tenths. */
export const STEP_MS = TICK_MS;
export const STEP_S = STEP_MS / 1_000;
