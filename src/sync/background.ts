/** What of the past may be on the way at the start of a connection, at the least and at the most, in bytes. */
const START = 16_384;
const LEAST = 2_048;
const MOST = 1_048_576;
/** How much longer than the quickest a confirmation may take before the past is in its own way, and in that of the present. */
const QUEUE_MS = 250;

/**
 * How much of the past may be on the line, so that the present finds it free: as for other background traffic (LEDBAT, RFC 6817) what counts
 * is by how much confirmations are later than the quickest one, which is how long a live chunk would stand in the queue. The window grows
 * with every byte that is confirmed in time and shrinks by half a byte with every one that is not.
 */
export class Background {
  #window = START;
  #quickest = Number.POSITIVE_INFINITY;

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
    const late = took_ms - this.#quickest > QUEUE_MS;
    this.#window = late ? Math.max(LEAST, this.#window - bytes / 2) : Math.min(MOST, this.#window + bytes);
  }
}
