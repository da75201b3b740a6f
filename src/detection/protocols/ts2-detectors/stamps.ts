import type { Instant } from "../../../traffic/time.ts";

/** The BIU's counter goes round in a little more than a minute. */
const ROUND = 65_536;
/** So many stamps are looked at before the first age is told: the least delay among them is near to none. */
const LEARN = 20;
/** A stamp that is farther from where it must be than this is of a counter that began anew. */
const ASTRAY_MS = 2_000;
/** Two crystals run apart by up to 200 ppm together: so much later may a counter seem after this long. */
const DRIFT_EVERY_MS = 5_000;

/**
 * How long ago a change was, by the BIU's own counter of milliseconds. Nobody says what the counter shows now, so it is learned: of all
 * stamps, the one that came with the least delay tells most nearly when the counter was at 0. An age is therefore never too long by more
 * than the drift that is allowed for, and too short by the least delay on the way (the line and a datagram).
 */
export class Stamps {
  /** Instant less counter, modulo the round, at the least delay. */
  #offset = 0;
  #seen = 0;
  #driftedAt = 0;

  /** `changed_ms`: a new stamp, received at `now`. Undefined while nobody can know. */
  age_ms(now: Instant, changed_ms: number): number | undefined {
    const offset = modulo(now - changed_ms);
    if (this.#seen === 0) return this.#begin(now, offset);
    const drift = Math.floor((now - this.#driftedAt) / DRIFT_EVERY_MS);
    this.#offset = modulo(this.#offset + drift);
    this.#driftedAt += drift * DRIFT_EVERY_MS;
    const age = signed(offset - this.#offset);
    if (Math.abs(age) > ASTRAY_MS) return this.#begin(now, offset);
    if (age < 0) this.#offset = offset;
    return ++this.#seen > LEARN ? Math.max(0, age) : undefined;
  }

  #begin(now: Instant, offset: number): undefined {
    this.#offset = offset;
    this.#seen = 1;
    this.#driftedAt = now;
  }
}

const modulo = (ms: number): number => ((ms % ROUND) + ROUND) % ROUND;
/** The nearer way round. */
const signed = (ms: number): number => modulo(ms + ROUND / 2) - ROUND / 2;
