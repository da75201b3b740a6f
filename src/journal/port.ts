import type { Entry } from "../traffic/entry.ts";
import type { Instant, WallTime } from "../traffic/time.ts";

/** A record: an entry with its identity. (unit, epoch, seq) names it for ever; `seq` has no holes within an epoch. */
export interface Record extends Entry {
  readonly seq: number;
}

/** A run of records as it is stored, sent and acknowledged. */
export interface Chunk {
  readonly unit: string;
  readonly epoch: string;
  /** Counts starts of the street side: Instants of one session are comparable, of two are not. */
  readonly session: number;
  readonly first_seq: number;
  readonly last_seq: number;
  /** What the unit held for the wall time at Instant 0 of the session, when the chunk was closed. */
  readonly wall_base: WallTime;
  readonly records: readonly Record[];
}

/** A verified command as it lies in the inbox. */
export interface Request {
  readonly id: string;
  /** The command file's name, "set-pattern". */
  readonly command: string;
  /** JSON arguments, checked by the command's own schema. */
  readonly args: string;
  readonly expires: WallTime;
}

/** What the street side needs of a journal; the recorder thread is one, a simulation's synchronous file another. */
export interface Recorder {
  /** Never waits. `wall_base` as in Chunk. */
  append(entries: readonly Entry[], wall_base: WallTime): void;
  /** Commands that arrived since the last call. */
  requests(): readonly Request[];
  status(): RecorderStatus;
}

export interface RecorderStatus {
  readonly epoch: string;
  readonly session: number;
  readonly last_seq: number;
  /** Appended but not yet durable. */
  readonly pending: number;
}

/** What the last tick ended at, so that a reader can give a wall time to an Instant. */
export const wallOf = (base: WallTime, at: Instant): WallTime => (base + at) as WallTime;
