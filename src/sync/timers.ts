import type { WallTime } from "../traffic/time.ts";

/** Time as the centre side sees it; a test turns it by hand. */
export interface Timers {
  /** Monotonic, in ms, from anywhere. */
  now(): number;
  wall(): WallTime;
  /** Calls `run` once, `ms` later; returns what takes it back. */
  after(ms: number, run: () => void): () => void;
}
