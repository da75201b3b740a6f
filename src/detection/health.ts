import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Detector } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import { Deadlines } from "./deadlines.ts";
import { bitOf, FAULTS, FROM_DEVICE, wordsOf } from "./faults.ts";
import { Habits, HOUR_MS } from "./habits.ts";

const NO_ACTIVITY = bitOf("no-activity");
const MAX_PRESENCE = bitOf("max-presence");
const ERRATIC_COUNTS = bitOf("erratic-counts");
const CHATTER = bitOf("chatter");
const NO_CHANGE = bitOf("no-change");
/** IRIS holds every detector to these. */
const CHATTER_VEHICLES = 38;
const CHATTER_MS = 30_000;
const CALM_MINUTES = 5;
const NO_CHANGE_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
/** How often silence that is usual is looked at again. */
const SILENT_MS = 5 * MINUTE_MS;
const FULL_PM = 1_000;
const NOT_WATCHED = Number.POSITIVE_INFINITY;

/** Which detectors can be believed. The rules are the table in `faults.ts`. Detectors are named by their place in the site's list. */
export class Health {
  /** When presence, or the absence of vehicles, has lasted too long: `due` is told then. Behind the detectors' own once more, of no change. */
  readonly deadlines: Deadlines;
  readonly #detectors: readonly Detector[];
  readonly #tell: (entry: Entry) => void;
  readonly #faults: Uint16Array;
  readonly #present: Uint8Array;
  /** Actuations in the running minute. */
  readonly #actuations: Float64Array;
  readonly #watchedSince: Float64Array;
  readonly #byCounts: Uint8Array;
  /** The even half minute that it was on in last, how often, and how many minutes have passed without chatter. */
  readonly #half: Float64Array;
  readonly #inHalf: Uint16Array;
  readonly #calm: Int8Array;
  readonly #habits: Habits;
  /** Since when nobody came, and whether that has lasted for `no_activity_min` and is usual. */
  readonly #nobodySince: Float64Array;
  readonly #silent: Uint8Array;
  /** Up to when it has told who came, if it counts by itself. */
  readonly #countedAt: Float64Array;

  constructor(detectors: readonly Detector[], tell: (entry: Entry) => void) {
    const n = detectors.length;
    this.deadlines = new Deadlines(2 * n);
    this.#detectors = detectors;
    this.#tell = tell;
    this.#half = new Float64Array(n);
    this.#inHalf = new Uint16Array(n);
    this.#calm = new Int8Array(n);
    this.#faults = new Uint16Array(n);
    this.#present = new Uint8Array(n);
    this.#actuations = new Float64Array(n);
    this.#watchedSince = new Float64Array(n);
    this.#byCounts = new Uint8Array(n);
    this.#habits = new Habits(n);
    this.#nobodySince = new Float64Array(n);
    this.#silent = new Uint8Array(n);
    this.#countedAt = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      this.#time(i, 0);
      // Who counts by himself tells of no change of presence.
      if (detectors[i]!.kind !== "count") this.#changed(i, 0);
    }
  }

  /** A set of bits as in `FAULTS`; 0 is good. */
  faults(i: number): number {
    return this.#faults[i]!;
  }

  /** Nobody has come for too long, as is usual at these hours: it may be believed, but who waits on it may not be seen. */
  silent(i: number): boolean {
    return this.#silent[i] === 1;
  }

  rise(i: number, at: Instant): void {
    this.#present[i] = 1;
    this.#came(i, 1, at);
    this.#clear(i, NO_ACTIVITY, at);
    this.#time(i, at);
    this.#changed(i, at);
    this.#chatter(i, at);
    const { erratic_counts_per_min } = this.#detectors[i]!;
    if (++this.#actuations[i]! > erratic_counts_per_min && erratic_counts_per_min > 0) this.#find(i, ERRATIC_COUNTS, at);
  }

  fall(i: number, at: Instant): void {
    this.#present[i] = 0;
    this.#clear(i, MAX_PRESENCE, at);
    this.#time(i, at);
    this.#changed(i, at);
  }

  /** An interval of a device that counts by itself. */
  counted(i: number, at: Instant, { volume, occupancy_pm, interval_ms }: Observation & { readonly kind: "count" }): void {
    this.#byCounts[i] = 1;
    this.#countedAt[i] = at;
    const full = occupancy_pm >= FULL_PM;
    const was = this.#present[i] === 1;
    this.#present[i] = full ? 1 : 0;
    if (volume > 0) {
      this.#came(i, volume, at);
      this.#clear(i, NO_ACTIVITY, at);
    }
    if (!full) this.#clear(i, MAX_PRESENCE, at);
    if (full && !was) this.#time(i, at - interval_ms);
    else if (!full && (was || volume > 0)) this.#time(i, at);
    const { erratic_counts_per_min } = this.#detectors[i]!;
    const erratic = erratic_counts_per_min > 0 && volume * MINUTE_MS > erratic_counts_per_min * interval_ms;
    if (erratic) this.#find(i, ERRATIC_COUNTS, at);
    else this.#clear(i, ERRATIC_COUNTS, at);
  }

  /** A camera's zone in which somebody is, or nobody. */
  occupied(i: number, at: Instant, on: boolean): void {
    if (on === (this.#present[i] === 1)) return;
    this.#present[i] = on ? 1 : 0;
    if (on) this.#came(i, 1, at);
    this.#clear(i, on ? NO_ACTIVITY : MAX_PRESENCE, at);
    this.#time(i, at);
    this.#changed(i, at);
  }

  /** What is found by comparing it with others: a bit that is not of `FROM_DEVICE`. It holds until it is taken back. */
  compared(i: number, bit: number, on: boolean, at: Instant): void {
    if (on) this.#find(i, bit, at);
    else this.#clear(i, bit, at);
  }

  /** What the device says of itself, or what its silence says: one of the bits of `FROM_DEVICE`. */
  report(i: number, bit: number, on: boolean, at: Instant): void {
    const before = this.#faults[i]! & FROM_DEVICE;
    if (on) this.#set(i, bit, at);
    else this.#clear(i, bit, at);
    const after = this.#faults[i]! & FROM_DEVICE;
    if (before === 0 && after !== 0) {
      this.#habits.spoil(i);
      this.#heard(i, at);
      this.#watchedSince[i] = NOT_WATCHED;
      this.deadlines.cancel(i);
      this.deadlines.cancel(this.#detectors.length + i);
    } else if (before !== 0 && after === 0) {
      this.#watchedSince[i] = at;
      this.#actuations[i] = 0;
      this.#inHalf[i] = 0;
      this.#time(i, at);
      if (this.#detectors[i]!.kind !== "count") this.#changed(i, at);
    }
  }

  /** Returns the detector that it was about. */
  due(deadline: number, at: Instant): number {
    const n = this.#detectors.length;
    const i = deadline % n;
    if (deadline >= n) this.#find(i, NO_CHANGE, at);
    else if (this.#present[i]) this.#find(i, MAX_PRESENCE, at);
    else if (this.#habits.quiet(i, this.#nobodySince[i]!, this.#byCounts[i] ? this.#countedAt[i]! : at)) this.#fallSilent(i, at);
    else {
      this.#heard(i, at);
      this.#find(i, NO_ACTIVITY, at);
    }
    return i;
  }

  /** An even minute is over for detector `i`. */
  minute(i: number, end: Instant): void {
    const { erratic_counts_per_min } = this.#detectors[i]!;
    const whole = this.#watchedSince[i]! <= end - MINUTE_MS;
    if (whole && !this.#byCounts[i] && this.#actuations[i]! <= erratic_counts_per_min) this.#clear(i, ERRATIC_COUNTS, end);
    this.#actuations[i] = 0;
    if (end % HOUR_MS === 0) this.#habits.hour(i, end, this.#faults[i] !== 0, this.#faults[i] === NO_ACTIVITY);
    if (this.#calm[i]! < CALM_MINUTES && whole) this.#calm[i]!++;
    if (this.#calm[i]! >= CALM_MINUTES) this.#clear(i, CHATTER, end);
  }

  /** It went on or off. */
  #changed(i: number, at: number): void {
    if (this.#watchedSince[i] === NOT_WATCHED) return;
    this.#clear(i, NO_CHANGE, at as Instant);
    this.deadlines.set(this.#detectors.length + i, at + NO_CHANGE_MS);
  }

  #came(i: number, vehicles: number, at: Instant): void {
    if (this.#faults[i]! & NO_ACTIVITY) this.#habits.came(i, at - this.#nobodySince[i]!);
    this.#habits.passed(i, vehicles);
    this.#heard(i, at);
  }

  #fallSilent(i: number, at: Instant): void {
    this.deadlines.set(i, at + SILENT_MS);
    if (this.#silent[i]) return;
    this.#silent[i] = 1;
    this.#tell(entry(at, CODE.silent, this.#detectors[i]!.number, 1));
  }

  /** It is no longer silent as usual: somebody came, or it has failed. */
  #heard(i: number, at: Instant): void {
    if (!this.#silent[i]) return;
    this.#silent[i] = 0;
    this.#tell(entry(at, CODE.silent, this.#detectors[i]!.number, 0));
  }

  #chatter(i: number, at: Instant): void {
    const half = Math.floor(at / CHATTER_MS);
    if (half !== this.#half[i]) this.#inHalf[i] = 0;
    this.#half[i] = half;
    if (++this.#inHalf[i]! < CHATTER_VEHICLES) return;
    // The running minute ends at none.
    this.#calm[i] = -1;
    this.#find(i, CHATTER, at);
  }

  /** Presence, or the absence of vehicles, began at `since`. */
  #time(i: number, since: number): void {
    if (this.#watchedSince[i] === NOT_WATCHED) return;
    const { max_presence_min, no_activity_min } = this.#detectors[i]!;
    if (!this.#present[i]) this.#nobodySince[i] = since;
    const allowed_min = this.#present[i] ? max_presence_min : no_activity_min;
    if (allowed_min > 0) this.deadlines.set(i, since + allowed_min * MINUTE_MS);
    else this.deadlines.cancel(i);
  }

  /** What watching has found. */
  #find(i: number, bit: number, at: Instant): void {
    if (this.#watchedSince[i] !== NOT_WATCHED) this.#set(i, bit, at);
  }

  #set(i: number, bit: number, at: Instant): void {
    if (this.#faults[i]! & bit) return;
    this.#faults[i]! |= bit;
    if (bit !== NO_ACTIVITY) this.#habits.spoil(i);
    const { code, words } = FAULTS[31 - Math.clz32(bit)]!;
    this.#tell(entry(at, code, this.#detectors[i]!.number, 0, words));
  }

  #clear(i: number, bit: number, at: Instant): void {
    if (!(this.#faults[i]! & bit)) return;
    this.#faults[i]! &= ~bit;
    if (this.#faults[i] === 0) this.#tell(entry(at, CODE.detectorRestored, this.#detectors[i]!.number, 0, wordsOf(bit)));
  }
}
