import type { LinkJournal, StoredChunk } from "../journal/port.ts";
import { Allowance } from "./allowance.ts";
import { cut } from "./cut.ts";

export type Lane = "live" | "backfill";

/** A chunk to publish now. The object itself is the claim ticket: `confirmed` takes it back. */
export interface Parcel {
  readonly lane: Lane;
  readonly chunk: StoredChunk;
}

export interface DeliveryOptions {
  /** Chunks of each lane that may be with the brain unacknowledged. */
  readonly unacked_max: Readonly<Record<Lane, number>>;
  readonly backfill_per_s: number;
  /** How long the brain may take to acknowledge what the broker has confirmed, the first time and at the most. */
  readonly ack_wait_ms: { readonly first: number; readonly last: number };
}

export const DELIVERY: DeliveryOptions = {
  unacked_max: { live: 64, backfill: 32 },
  backfill_per_s: 200,
  ack_wait_ms: { first: 10_000, last: 300_000 },
};

/** One lane's reading place in the journal; `to` is the last seq that belongs to it. */
interface Place {
  at: number;
  readonly to: number;
}

interface Sent {
  readonly parcel: Parcel;
  confirmed: boolean;
}

/** How many chunks are read from the store at a time. */
const READ_AHEAD = 8;

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
    const live = this.#take("live");
    if (live !== null) return live;
    // One place stays free for the next live chunk, which would otherwise wait behind the past on a slow line.
    if (free < 2 && this.#sent.some((s) => !s.confirmed)) return null;
    if (!this.#mayTake("backfill") || !this.#pace.take(now)) return null;
    return this.#take("backfill");
  }

  /** The broker has taken a parcel. One of an earlier round changes nothing. */
  confirmed(parcel: Parcel, now: number): void {
    const sent = this.#sent.find((s) => s.parcel === parcel);
    if (sent === undefined) return;
    sent.confirmed = true;
    if (this.#oldest()?.confirmed) this.#owedSince ??= now;
  }

  /** The brain has stored everything up to `seq`, and the journal knows it. */
  acked(seq: number, now: number): void {
    if (seq <= this.#acked) return;
    this.#acked = seq;
    this.#wait_ms = this.#options.ack_wait_ms.first;
    this.#sent = this.#sent.filter((s) => s.parcel.chunk.last_seq > seq);
    for (const lane of ["live", "backfill"] as const) {
      this.#place[lane].at = Math.max(this.#place[lane].at, seq);
      this.#read[lane] = this.#read[lane].filter((chunk) => chunk.last_seq > seq);
    }
    this.#owedSince = this.#oldest()?.confirmed ? now : null;
  }

  /** What lies in the journal and has not been acknowledged, and how much of it is underway. */
  get underway(): { readonly sent: number; readonly confirmed: number } {
    return { sent: this.#sent.length, confirmed: this.#sent.filter((s) => s.confirmed).length };
  }

  #round(boundary: number): void {
    this.#rounds += 1;
    this.#acked = this.#journal.acked();
    const start = Math.max(boundary, this.#acked);
    this.#place = { backfill: { at: this.#acked, to: start }, live: { at: start, to: Number.POSITIVE_INFINITY } };
    this.#read.live = [];
    this.#read.backfill = [];
    this.#sent = [];
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
    for (const s of this.#sent) if (oldest === undefined || s.parcel.chunk.first_seq < oldest.parcel.chunk.first_seq) oldest = s;
    return oldest;
  }

  #mayTake(lane: Lane): boolean {
    const unacked = this.#sent.filter((s) => s.parcel.lane === lane).length;
    return unacked < this.#options.unacked_max[lane] && this.#peek(lane) !== undefined;
  }

  #take(lane: Lane): Parcel | null {
    if (!this.#mayTake(lane)) return null;
    const chunk = this.#read[lane].shift()!;
    this.#place[lane].at = chunk.last_seq;
    const parcel = { lane, chunk };
    this.#sent.push({ parcel, confirmed: false });
    return parcel;
  }

  #peek(lane: Lane): StoredChunk | undefined {
    const { at, to } = this.#place[lane];
    if (this.#read[lane].length === 0 && at < to && at < this.#journal.last_seq()) {
      const chunks = this.#journal.chunksAfter(at, READ_AHEAD).filter((chunk) => chunk.first_seq <= to);
      this.#read[lane] = this.#cut(chunks).filter((chunk) => chunk.last_seq > at);
    }
    return this.#read[lane][0];
  }

  /** A record that no message can carry is trouble when its turn comes: what lies before it still goes out. */
  #cut(chunks: readonly StoredChunk[]): StoredChunk[] {
    const parts: StoredChunk[] = [];
    for (const chunk of chunks) {
      try {
        parts.push(...cut(chunk, this.#body_max));
      } catch (error) {
        if (parts.length === 0) throw error;
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
