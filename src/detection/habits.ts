import type { Instant } from "../traffic/time.ts";

export const HOUR_MS = 3_600_000;
const HOURS = 24;
const UNKNOWN = -1;
/** Vehicles are kept in hundredths: on a quiet night it is fewer than one an hour. */
const HUNDREDTHS = 100;
/** Each day moves what was learned by a quarter. */
const LEARN = 4;
/** No street is without a vehicle for longer, but a dead loop is. */
const NIGHT_MS = 12 * HOUR_MS;
/** So many were to be expected, and nobody came: once in three thousand times by chance. */
export const EXPECTED = 8;

/**
 * How many vehicles each detector sees in each hour of the day, as it saw them on the days before: then silence at night is known from a loop
 * that is dead. Hours are of the unit's Instants, of which 24 are a day wherever it began; so nothing here asks for the wall clock. What is
 * learned is learned anew with every start.
 */
export class Habits {
  /** By detector and hour. */
  readonly #usual: Int32Array;
  /** Of hours that ended in silence which counts as a failure: what would be learned of them. */
  readonly #held: Int32Array;
  readonly #passed: Int32Array;
  /** It could not be believed for some of the running hour. */
  readonly #spoiled: Uint8Array;

  constructor(detectors: number) {
    this.#usual = new Int32Array(detectors * HOURS).fill(UNKNOWN);
    this.#held = new Int32Array(detectors * HOURS).fill(UNKNOWN);
    this.#passed = new Int32Array(detectors);
    this.#spoiled = new Uint8Array(detectors);
  }

  passed(i: number, vehicles: number): void {
    this.#passed[i]! += vehicles;
  }

  spoil(i: number): void {
    this.#spoiled[i] = 1;
  }

  /** An hour is over. `silent`: it counts as failed for nobody else's saying than its silence, which may be the street's; then it is learned only when somebody comes. */
  hour(i: number, end: Instant, failed: boolean, silent: boolean): void {
    const at = i * HOURS + hourOf(end - 1);
    const now = this.#passed[i]! * HUNDREDTHS;
    this.#held[at] = UNKNOWN;
    if (!this.#spoiled[i]) {
      if (silent) this.#held[at] = now;
      else this.#learn(at, now);
    }
    this.#passed[i] = 0;
    this.#spoiled[i] = failed && !silent ? 1 : 0;
  }

  /** Somebody has come after a silence that counted as a failure. If that was shorter than any dead loop stays unseen, it was the street's. */
  came(i: number, silence_ms: number): void {
    for (let h = 0; h < HOURS; h++) {
      const at = i * HOURS + h;
      if (this.#held[at] !== UNKNOWN && silence_ms <= NIGHT_MS) this.#learn(at, this.#held[at]!);
      this.#held[at] = UNKNOWN;
    }
  }

  /** Whether nobody was to be expected in all that time, by what it saw at these hours; false while one of them is not known. */
  quiet(i: number, from: number, to: number): boolean {
    let expected = 0;
    for (let at = from; at < to; ) {
      const usual = this.#usual[i * HOURS + hourOf(at)]!;
      if (usual === UNKNOWN) return false;
      const end = Math.min(to, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
      expected += usual * (end - at);
      if (expected >= EXPECTED * HUNDREDTHS * HOUR_MS) return false;
      at = end;
    }
    return true;
  }

  #learn(at: number, now: number): void {
    const before = this.#usual[at]!;
    this.#usual[at] = before === UNKNOWN ? now : Math.floor((before * (LEARN - 1) + now) / LEARN);
  }
}

const hourOf = (at: number): number => Math.floor(at / HOUR_MS) % HOURS;
