import { CODE, meaningOf } from "../traffic/codes.ts";
import type { Entry } from "../traffic/entry.ts";
import type { Instant, WallTime } from "../traffic/time.ts";
import { encodeBody, gapEntry, type Head } from "./body.ts";
import type { CommandResult, ResultDetail } from "./port.ts";

/**
 * Commits cost flash by their number, not by their size: a record costs 20 KB when it is committed alone and 2.4 KB in chunks of ten
 * seconds. Ten seconds are what a power cut may take.
 */
export const BATCH_MS = 10_000;
/** A burst is cut so that one chunk stays a message that every broker takes: 2,000 records without words are 30 KB. */
export const CHUNK_RECORDS_MAX = 2_000;
/** And those with words in fewer. Only a single record with more in it than this, a session's start with a huge site file, makes a larger one. */
export const CHUNK_BYTES_MAX = 65_536;
/** What a record hardly ever exceeds beside its detail, and what stands above the records. */
const RECORD_BYTES = 32;
const HEAD_BYTES = 512;

/** A chunk with its seqs, ready to be stored. */
export interface ClosedChunk {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly session: number;
  readonly at_once: boolean;
  readonly gap: boolean;
  readonly body: Uint8Array;
  /** Of the commands that ended in this chunk: kept by id, in the same transaction. */
  readonly results: readonly CommandResult[];
  /** What the monitor has latched in this chunk, the last of it: the detail of its fault, "" for its reset; null: nothing changed. */
  readonly latched: string | null;
}

/** Whether these entries may not wait for their chunk. */
export const atOnce = (entries: readonly Entry[]): boolean => entries.some((e) => meaningOf(e.code)?.atOnce === true);

const utf8 = new TextEncoder();
const bytesOf = ({ detail }: Entry): number => RECORD_BYTES + (detail === "" ? 0 : utf8.encode(detail).length);

/**
 * The chunk that is being filled: gives entries their seqs, and closes by the entries' own time, so that the same entries make the same
 * chunks. A chunk is also closed after an entry that is committed at once, and by whoever watches the clock (`close`).
 */
export class Batch {
  readonly #name: Omit<Head, "first_seq" | "wall_base">;
  readonly #batch_ms: number;
  #first_seq: number;
  #entries: Entry[] = [];
  #bytes = HEAD_BYTES;
  #wall_base = 0 as WallTime;

  constructor(name: Omit<Head, "first_seq" | "wall_base">, first_seq: number, batch_ms = BATCH_MS) {
    this.#name = name;
    this.#first_seq = first_seq;
    this.#batch_ms = batch_ms;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Returns the chunks that are closed by this. */
  append(entries: readonly Entry[], wall_base: WallTime): ClosedChunk[] {
    const closed: ClosedChunk[] = [];
    const [next] = entries;
    if (next === undefined) return closed;
    const [first] = this.#entries;
    if (first !== undefined && (next.at - first.at >= this.#batch_ms || this.#entries.length + entries.length > CHUNK_RECORDS_MAX))
      this.#close(closed);
    this.#wall_base = wall_base;
    for (const entry of entries) {
      const bytes = bytesOf(entry);
      if (this.#entries.length >= CHUNK_RECORDS_MAX || this.#bytes + bytes > CHUNK_BYTES_MAX) this.#close(closed);
      this.#entries.push(entry);
      this.#bytes += bytes;
    }
    if (atOnce(entries)) this.#close(closed);
    return closed;
  }

  /** A chunk in the place of the next `dropped` entries, which will never come. */
  gap(dropped: number, at: Instant, wall_base: WallTime, reason: string): ClosedChunk[] {
    const closed: ClosedChunk[] = [];
    this.#close(closed);
    const [from, to] = [this.#first_seq, this.#first_seq + dropped - 1];
    const body = encodeBody({ ...this.#name, first_seq: from, wall_base }, [gapEntry(at, { from, to, reason }, dropped)]);
    closed.push({ first_seq: from, last_seq: to, session: this.#name.session, at_once: true, gap: true, body, results: [], latched: null });
    this.#first_seq = to + 1;
    return closed;
  }

  close(): ClosedChunk[] {
    const closed: ClosedChunk[] = [];
    this.#close(closed);
    return closed;
  }

  #close(closed: ClosedChunk[]): void {
    const entries = this.#entries;
    if (entries.length === 0) return;
    const first_seq = this.#first_seq;
    const last_seq = first_seq + entries.length - 1;
    const wall_base = this.#wall_base;
    const body = encodeBody({ ...this.#name, first_seq, wall_base }, entries);
    // A tick can span chunks: each has the results of its own records.
    const results = entries.flatMap((e) => resultOf(e, wall_base));
    const latch = entries.findLast((e) => e.code === CODE.monitorFault || e.code === CODE.monitorReset);
    const latched = latch === undefined ? null : latch.code === CODE.monitorFault ? latch.detail || "{}" : "";
    closed.push({ first_seq, last_seq, session: this.#name.session, at_once: atOnce(entries), gap: false, body, results, latched });
    this.#first_seq = last_seq + 1;
    this.#entries = [];
    this.#bytes = HEAD_BYTES;
  }
}

function resultOf(entry: Entry, wall_base: WallTime): CommandResult[] {
  if (entry.code !== CODE.commandResult) return [];
  const { id, command, done, refused } = JSON.parse(entry.detail) as ResultDetail;
  return [{ id, command, done, refused, wall: (wall_base + entry.at) as WallTime }];
}
