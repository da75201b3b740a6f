import type { Entry } from "../traffic/entry.ts";
import type { Instant, WallTime } from "../traffic/time.ts";

/** A record: an entry with its identity. (unit, epoch, seq) names it for ever; `seq` has no holes within an epoch. */
export interface Record extends Entry {
  readonly seq: number;
}

/**
 * A run of records as it is stored, sent and acknowledged. Chunks follow each other without holes. Where records were dropped, a chunk
 * with one `gap` record stands in their place: its seq is that of the first one dropped, its `last_seq` that of the last.
 */
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

/**
 * A command whose signature is not the brain's is journaled under this prefix and the name that it claims, so that a forger cannot use up
 * the name of a true command. True names have no spaces.
 */
export const UNVERIFIED = "unverified ";

/** How many of those may wait for the street side: while it is down, anyone with access to the broker could fill the inbox otherwise. */
export const UNVERIFIED_MAX = 64;

export const isUnverified = (id: string): boolean => id.startsWith(UNVERIFIED);

/** A command as it lies in the inbox: verified, or already refused. */
export interface Request {
  /** With UNVERIFIED before it if the signature was not the brain's. */
  readonly id: string;
  /** The command file's name, "set-pattern". */
  readonly command: string;
  /** JSON arguments, checked by the command's own schema. */
  readonly args: string;
  readonly expires: WallTime;
  /** Why the centre side has refused it already (a bad signature, an expiry): the street side only records that. "" otherwise. */
  readonly refused: string;
}

/** The one result of a command, as the street side recorded it. */
export interface CommandResult {
  readonly id: string;
  readonly command: string;
  readonly done: boolean;
  /** Why not, in words; "" when done. */
  readonly refused: string;
  readonly wall: WallTime;
}

/** A chunk as it lies in the store: `body` is an encoded stopline.v1.Chunk, sent as it is. */
export interface StoredChunk {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly body: Uint8Array;
}

/**
 * What the centre side needs of a journal: a second connection to the same file, in another process. While there is no store (none yet,
 * or one that cannot be opened because it is broken and the street side is about to make it anew) it reads as an empty one, takes no
 * request and keeps nothing. A store that is there but cannot be written (a full disk, a writer that holds it for seconds), or that turns
 * out to be damaged after it was opened well, throws an Error in words.
 */
export interface LinkJournal {
  /** Changes when a store began that does not go on with the old numbers; null until a street side has made one. */
  epoch(): string | null;
  last_seq(): number;
  /** Committed chunks with records after `seq`, oldest first. */
  chunksAfter(seq: number, limit: number): readonly StoredChunk[];
  /** What the brain has acknowledged in this epoch; 0 for nothing. */
  acked(): number;
  /**
   * Durable when it returns. An ack of another epoch, or one that goes back, changes nothing. One of this epoch beyond the last record
   * acknowledges nothing either, but is kept for the street side: the disk has lost what it had taken, and a new epoch must begin.
   */
  ack(epoch: string, seq: number): void;
  /**
   * Puts a request into the inbox and raises the counter to `counter`, both or neither; durable when it returns. False if its id is already
   * known, if it is unverified and enough of those wait already, or if there is no store.
   */
  offer(request: Request, counter: number): boolean;
  /** Whether a request lies in the inbox. */
  offered(id: string): boolean;
  /** Of a command; null for what was unverified. */
  result(id: string): CommandResult | null;
  /** The highest command counter that was taken; survives restarts. */
  counter(): number;
  close(): void;
}

/** What the street side needs of a journal; the recorder thread is one, a simulation's synchronous file another. */
export interface Recorder {
  /** Never waits. `wall_base` as in Chunk. */
  append(entries: readonly Entry[], wall_base: WallTime): void;
  /**
   * Commands that have arrived, oldest first, each once and no more than a tick can take; at the start, those that an earlier process took
   * without leaving a result.
   */
  requests(): readonly Request[];
  /** At once durable, whatever the chunk's clock says: the unit's last words before it ends. Resolves when they are committed. */
  flush(): Promise<void>;
  status(): RecorderStatus;
}

export interface RecorderStatus {
  readonly epoch: string;
  readonly session: number;
  /** The last durable record. */
  readonly last_seq: number;
  /** Appended but not yet durable. */
  readonly pending: number;
  /** What keeps records from the disk, in words; "" or absent while nothing does. */
  readonly fault?: string;
  /** Why the store was made anew last while this process runs, and where the old one lies now; "" or absent if it was not. */
  readonly anew?: string;
}

/** The detail of a `gap` record (301), as JSON; its value is how many records were dropped, 0 where nobody knows. */
export interface GapDetail {
  /** The seqs that it stands for, itself among them: from here on `to` counts as the last one received. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** The detail of a `commandResult` entry, as JSON: the recorder keeps it by id, so that a repeated command gets the same answer. */
export interface ResultDetail {
  readonly id: string;
  readonly command: string;
  /** The request's own, without long texts, so that a result says by itself what was done, and by whom. Absent where there are none or too many, and in earlier releases. */
  readonly args?: string;
  readonly done: boolean;
  readonly refused: string;
}

/** The wall time of an Instant, by the `wall_base` of its chunk. */
export const wallOf = (base: WallTime, at: Instant): WallTime => (base + at) as WallTime;
