/** What of the past may be on the way at the start of a connection, at the least and at the most, in bytes. */
const START = 16_384;
const LEAST = 2_048;
const MOST = 1_048_576;
/** How much longer than the quickest a confirmation should take: the past's queue, in which the present stands too. Twice that is too much. */
const QUEUE_MS = 150;
/** By how much the window grows in a round trip once it is known where the line's end is. */
const STEP = 8_192;

/**
 * How much of the past may be on the line, so that the present finds it free: as for other background traffic (LEDBAT, RFC 6817) what counts
 * is by how much confirmations are later than the quickest one, which is how long a live chunk would stand in the queue. Up to the first
 * late one the window doubles with each round trip; from then on it is led to where the queue is short, and halved where it is long.
 */
export class Background {
  #window = START;
  #quickest = Number.POSITIVE_INFINITY;
  #isKnown = false;

  /** Bytes that may be unconfirmed. */
  get window(): number {
    return this.#window;
  }

  /** Bytes of one message: on a line that breaks often a long one would never be through. */
  get message(): number {
    return this.#window / 4;
  }

  confirmed(bytes: number, took_ms: number): void {
    this.#quickest = Math.min(this.#quickest, took_ms);
    const queue_ms = took_ms - this.#quickest;
    this.#isKnown ||= queue_ms > QUEUE_MS;
    const step = STEP * (bytes / this.#window) * (1 - queue_ms / QUEUE_MS);
    const change = !this.#isKnown ? bytes : queue_ms > 2 * QUEUE_MS ? -bytes / 2 : step;
    this.#window = Math.max(LEAST, Math.min(MOST, this.#window + change));
  }
}
