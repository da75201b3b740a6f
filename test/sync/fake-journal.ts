import { stopline } from "#wire";
import {
  type CommandResult,
  isUnverified,
  type LinkJournal,
  type Request,
  type ResultDetail,
  type StoredChunk,
} from "../../src/journal/port.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Entry, entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

export const WALL_BASE = WallTime(1_700_000_000_000);

/** A store in memory, with the street side's hands on it. */
export class FakeJournal implements LinkJournal {
  readonly unit: string;
  #epoch: string | null;
  #away: string | null = null;
  #chunks: StoredChunk[] = [];
  #acked = 0;
  #counter = 0;
  readonly inbox: Request[] = [];
  /** The highest ack of this epoch beyond the last record. */
  beyond = 0;
  readonly #results = new Map<string, CommandResult>();

  constructor(unit: string, epoch: string | null = "e1") {
    this.unit = unit;
    this.#epoch = epoch;
  }

  /** Commits a chunk of `count` records, or of these. */
  commit(what: number | readonly Entry[]): void {
    const entries = typeof what === "number" ? Array.from({ length: what }, (_, i) => entry(Instant(i * 100), CODE.detectorOn, 1)) : what;
    const first_seq = this.last_seq() + 1;
    const body = stopline.v1.Chunk.encode({
      unit: this.unit,
      epoch: this.#epoch ?? "",
      session: 1,
      firstSeq: first_seq,
      wallBaseMs: WALL_BASE,
      records: entries.map(({ at, code, param, value, detail, input }) => ({ atMs: at, code, param, value, detail, input })),
    }).finish();
    this.#chunks.push({ first_seq, last_seq: first_seq + entries.length - 1, body });
  }

  /** The street side records a result and commits at once. */
  record(detail: ResultDetail, at = Instant(5_000)): void {
    this.#results.set(detail.id, { ...detail, wall: WallTime(WALL_BASE + at) });
    this.commit([entry(at, CODE.commandResult, 0, detail.done ? 1 : 0, JSON.stringify(detail))]);
  }

  /** Answers everything in the inbox, as a street side that does whatever is not refused. */
  answer(): void {
    for (const { id, command, refused } of this.inbox.splice(0)) this.record({ id, command, done: refused === "", refused });
  }

  /** Not to be found for a moment. */
  away(): void {
    this.#away = this.#epoch;
    this.#epoch = null;
  }

  back(): void {
    this.#epoch = this.#away;
  }

  anew(epoch: string): void {
    this.#epoch = epoch;
    this.#chunks = [];
    this.#acked = 0;
  }

  epoch(): string | null {
    return this.#epoch;
  }

  last_seq(): number {
    return this.#epoch === null ? 0 : (this.#chunks.at(-1)?.last_seq ?? 0);
  }

  chunksAfter(seq: number, limit: number): readonly StoredChunk[] {
    return (this.#epoch === null ? [] : this.#chunks).filter((chunk) => chunk.last_seq > seq).slice(0, limit);
  }

  acked(): number {
    return this.#epoch === null ? 0 : this.#acked;
  }

  ack(epoch: string, seq: number): void {
    if (epoch !== this.#epoch) return;
    if (seq > this.last_seq()) this.beyond = Math.max(this.beyond, seq);
    else this.#acked = Math.max(this.#acked, seq);
  }

  offer(request: Request, counter: number): boolean {
    if (this.#results.has(request.id) || this.offered(request.id)) return false;
    this.inbox.push(request);
    this.#counter = Math.max(this.#counter, counter);
    return true;
  }

  offered(id: string): boolean {
    return this.inbox.some((r) => r.id === id);
  }

  result(id: string): CommandResult | null {
    return isUnverified(id) ? null : (this.#results.get(id) ?? null);
  }

  counter(): number {
    return this.#counter;
  }

  close(): void {}
}
