import type { LinkJournal, StoredChunk } from "../journal/port.ts";
import { Allowance } from "./allowance.ts";
import { Background } from "./background.ts";
import { cut } from "./cut.ts";
import { join } from "./join.ts";

export type Lane = "live" | "backfill";

/** A chunk to publish now. The object itself is the claim ticket: `confirmed` takes it back. */
export interface Parcel {
  readonly lane: Lane;
  readonly chunk: StoredChunk;
}

export interface DeliveryOptions {
  /**
   * Messages of backfill that may be with the brain unacknowledged; live ones that may go out without any word of the brain's: those wait
   * for the backlog before them, and the present must not.
   */
  readonly unacked_max: Readonly<Record<Lane, number>>;
  readonly backfill_per_s: number;
  /** Up to so many bytes, neighbouring chunks of the backlog are one message; 0: each is its own. */
  readonly joined_max: number;
  /** How long the brain may take to acknowledge what the broker has confirmed, the first time and at the most. */
  readonly ack_wait_ms: { readonly first: number; readonly last: number };
}

export const DELIVERY: DeliveryOptions = {
  unacked_max: { live: 64, backfill: 32 },
  backfill_per_s: 200,
  joined_max: 8_192,
  ack_wait_ms: { first: 10_000, last: 300_000 },
};

/** One lane's reading place in the journal; `to` is the last seq that belongs to it. */
interface Place {
  at: number;
  readonly to: number;
}

interface Sent {
  readonly lane: Lane;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly bytes: number;
  readonly at: number;
  /** Until it is confirmed; what waits for the brain alone need not be held. */
  parcel: Parcel | null;
}

/** How many chunks are read from the store at a time. */
const READ_AHEAD = 32;

/**
 * A cursor on the journal: what to publish next, and when to start over. A *round* begins with each connection at the brain's last
 * acknowledgement: what was committed before it is backfill, what comes after is live and goes first. Nothing is forgotten by being
 * sent or by being confirmed by the broker; only `acked` moves the ground. When the broker has confirmed and the brain is silent (it was
 * away, the broker dropped or lost the messages), a new round begins from the acknowledgement, after waits that double. While the journal
 * cannot be found nothing is sent, and nothing is concluded from that.
 *
 * No connection and no clock inside; `now` is monotonic, in ms.
 */
export class Delivery {
  readonly #journal: LinkJournal;
  readonly #options: DeliveryOptions;
  readonly #pace: Allowance;
  readonly #read: Record<Lane, StoredChunk[]> = { live: [], backfill: [] };
  #place: Record<Lane, Place> = { live: { at: 0, to: 0 }, backfill: { at: 0, to: 0 } };
  /** The last one that was seen. */
  #epoch: string | null = null;
  /** A round is to begin as soon as there is a journal. */
  #waiting = false;
  #rounds = 0;
  #body_max = Number.POSITIVE_INFINITY;
  #acked = 0;
  #sent: Sent[] = [];
  /** Live ones since the brain's last word. */
  #unheard = 0;
  #background = new Background();
  /** Since when the brain owes an acknowledgement for the oldest confirmed chunk; null if it owes none. */
  #owedSince: number | null = null;
  #wait_ms: number;

  constructor(journal: LinkJournal, options: DeliveryOptions = DELIVERY) {
    this.#journal = journal;
    this.#options = options;
    this.#pace = new Allowance(options.backfill_per_s, options.backfill_per_s / 4);
    this.#wait_ms = options.ack_wait_ms.first;
  }

  /** A connection begins: everything unacknowledged is sent again, in bodies of at most `body_max` bytes. */
  connected(body_max = Number.POSITIVE_INFINITY): void {
    this.#body_max = body_max;
    this.#wait_ms = this.#options.ack_wait_ms.first;
    const epoch = this.#journal.epoch();
    this.#waiting = epoch === null;
    this.#background = new Background();
    this.#round(this.#journal.last_seq());
    this.#epoch = epoch ?? this.#epoch;
  }

  /** Counts the rounds: in a new one everything unacknowledged is said again. */
  get rounds(): number {
    return this.#rounds;
  }

  /**
   * What to publish now, or null. `free` is how many more messages the connection takes unconfirmed; live may use all, backfill not quite.
   * Throws an Error in words for a record that no message can carry.
   */
  next(now: number, free: number): Parcel | null {
    if (!this.#look(now) || free < 1) return null;
    const live = this.#unheard < this.#options.unacked_max.live ? this.#take("live", now) : null;
    if (live !== null) {
      this.#unheard += 1;
      return live;
    }
    const underway = this.#sent.filter((s) => s.parcel !== null);
    // One place stays free for the next live chunk, which would otherwise wait behind the past on a slow line.
    if (free < 2 && underway.length > 0) return null;
    if (!this.#mayTakePast(underway) || !this.#pace.take(now)) return null;
    return this.#take("backfill", now);
  }

  /** The broker has taken a parcel. One of an earlier round changes nothing. */
  confirmed(parcel: Parcel, now: number): void {
    const sent = this.#sent.find((s) => s.parcel === parcel);
    if (sent === undefined) return;
    sent.parcel = null;
    if (sent.lane === "backfill") this.#background.confirmed(sent.bytes, now - sent.at);
    if (this.#oldest()?.parcel === null) this.#owedSince ??= now;
  }

  /** The brain has stored everything up to `seq`, and the journal knows it. */
  acked(seq: number, now: number): void {
    if (seq <= this.#acked) return;
    this.#acked = seq;
    this.#wait_ms = this.#options.ack_wait_ms.first;
    this.#unheard = 0;
    this.#sent = this.#sent.filter((s) => s.last_seq > seq);
    for (const lane of ["live", "backfill"] as const) {
      this.#place[lane].at = Math.max(this.#place[lane].at, seq);
      this.#read[lane] = this.#read[lane].filter((chunk) => chunk.last_seq > seq);
    }
    this.#owedSince = this.#oldest()?.parcel === null ? now : null;
  }

  /** What lies in the journal and has not been acknowledged, and how much of it is underway. */
  get underway(): { readonly sent: number; readonly confirmed: number } {
    return { sent: this.#sent.length, confirmed: this.#sent.filter((s) => s.parcel === null).length };
  }

  #round(boundary: number): void {
    this.#rounds += 1;
    this.#acked = this.#journal.acked();
    const start = Math.max(boundary, this.#acked);
    this.#place = { backfill: { at: this.#acked, to: start }, live: { at: start, to: Number.POSITIVE_INFINITY } };
    this.#read.live = [];
    this.#read.backfill = [];
    this.#sent = [];
    this.#unheard = 0;
    this.#owedSince = null;
  }

  /** Starts over when the store was made anew, or when the brain has been silent for too long. False while there is no journal. */
  #look(now: number): boolean {
    const epoch = this.#journal.epoch();
    if (epoch === null) return false;
    const silent = this.#owedSince !== null && now - this.#owedSince >= this.#wait_ms;
    if (epoch !== this.#epoch) {
      // Younger than the connection, all of it.
      this.#round(0);
    } else if (this.#waiting || silent) {
      if (silent) this.#wait_ms = Math.min(this.#wait_ms * 2, this.#options.ack_wait_ms.last);
      this.#round(this.#journal.last_seq());
    }
    this.#epoch = epoch;
    this.#waiting = false;
    return true;
  }

  #oldest(): Sent | undefined {
    let oldest: Sent | undefined;
    for (const s of this.#sent) if (oldest === undefined || s.first_seq < oldest.first_seq) oldest = s;
    return oldest;
  }

  #mayTakePast(underway: readonly Sent[]): boolean {
    const past = this.#sent.filter((s) => s.lane === "backfill").length;
    const next = past < this.#options.unacked_max.backfill ? this.#peek("backfill")[0] : undefined;
    if (next === undefined) return false;
    const bytes = underway.reduce((sum, s) => sum + (s.lane === "backfill" ? s.bytes : 0), 0);
    return bytes === 0 || bytes + next.body.length <= this.#background.window;
  }

  #take(lane: Lane, now: number): Parcel | null {
    const waiting = this.#peek(lane);
    if (waiting.length === 0) return null;
    const { joined_max } = this.#options;
    const bytes_max = lane === "live" ? 0 : Math.min(joined_max, this.#background.message, this.#body_max);
    const { chunk, count } = join(waiting, bytes_max);
    waiting.splice(0, count);
    const { first_seq, last_seq, body } = chunk;
    this.#place[lane].at = last_seq;
    const parcel = { lane, chunk };
    this.#sent.push({ lane, first_seq, last_seq, bytes: body.length, at: now, parcel });
    return parcel;
  }

  /** What of a lane has been read and waits; more of the backlog as long as it would go into the same message. */
  #peek(lane: Lane): StoredChunk[] {
    const waiting = this.#read[lane];
    const wanted = lane === "live" ? 0 : this.#options.joined_max;
    let bytes = waiting.reduce((sum, chunk) => sum + chunk.body.length, 0);
    while (waiting.length === 0 || bytes < wanted) {
      const after = waiting.at(-1)?.last_seq ?? this.#place[lane].at;
      const more = this.#readAfter(after, this.#place[lane].to, waiting.length === 0);
      if (more.length === 0) break;
      waiting.push(...more);
      bytes = more.reduce((sum, chunk) => sum + chunk.body.length, bytes);
    }
    return waiting;
  }

  #readAfter(seq: number, to: number, isNext: boolean): readonly StoredChunk[] {
    if (seq >= to || seq >= this.#journal.last_seq()) return [];
    const chunks = this.#journal.chunksAfter(seq, READ_AHEAD).filter((chunk) => chunk.first_seq <= to);
    return this.#cut(chunks, isNext).filter((chunk) => chunk.last_seq > seq);
  }

  /** A record that no message can carry is trouble when its turn comes: what lies before it still goes out. */
  #cut(chunks: readonly StoredChunk[], isNext: boolean): StoredChunk[] {
    const parts: StoredChunk[] = [];
    for (const chunk of chunks) {
      try {
        parts.push(...cut(chunk, this.#body_max));
      } catch (error) {
        if (isNext && parts.length === 0) throw error;
        break;
      }
    }
    return parts;
  }
}

/** Field 7, `historical`, true. In protobuf a field may follow at the end: the stored body is sent as it is, with these two bytes more. */
const HISTORICAL = Uint8Array.of((7 << 3) | 0, 1);

export function bodyOf({ lane, chunk }: Parcel): Uint8Array {
  if (lane === "live") return chunk.body;
  const body = new Uint8Array(chunk.body.length + HISTORICAL.length);
  body.set(chunk.body);
  body.set(HISTORICAL, chunk.body.length);
  return body;
}
