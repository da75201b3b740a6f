import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Detector } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";

/** Bins begin and end at even minutes of the unit's Instants. */
export const BIN_MS = 60_000;

/** The detail of a `volumeOccupancy` entry, as JSON; the entry's value is the volume. */
export interface BinDetail {
  /** Of the time seen; -1 where nothing was seen, or the device does not measure it. */
  readonly occupancy_pm: number;
  /** What the volume stands for: less than the minute where the detector had failed, so that "nothing seen" is not read as "nobody there". */
  readonly seen_ms: number;
  /** Mean over vehicles, in tenths of km/h; -1 where nothing measured it. */
  readonly speed_dkmh: number;
}

const NOT = -1;
const FULL_PM = 1_000;

/** Never beyond all of the time, though a presence of the minute before may count in this one. */
const permille = (occupied: number, measured_ms: number): number =>
  measured_ms > 0 ? Math.min(FULL_PM, Math.max(0, Math.round(occupied / measured_ms))) : NOT;

/**
 * Volume and occupancy of each detector by the minute. A vehicle belongs to the minute in which its arrival was received; occupancy counts
 * presence to the millisecond, by the sensor's stamps where it has some: what of it lies before the running minute and was told too late
 * for that one counts in this. A device that counts by itself has intervals of its own: each belongs to the minute in which it was heard.
 * What a failed detector says is not counted.
 */
export class Volumes {
  readonly #detectors: readonly Detector[];
  readonly #tell: (entry: Entry) => void;
  #start = 0;
  readonly #volume: Float64Array;
  readonly #seen_ms: Float64Array;
  /** Presence in per mille times ms, over those `measured_ms` for which it is known. */
  readonly #occupied: Float64Array;
  readonly #measured_ms: Float64Array;
  /** Speeds added up, over those vehicles whose speed is known. */
  readonly #speeds: Float64Array;
  readonly #timed: Float64Array;
  /** Since when somebody is on it, since when its presence is believed; -1 where not. */
  readonly #presentSince: Float64Array;
  readonly #goodSince: Float64Array;
  /** When its presence began to be believed, and when the vehicle that is on it, or was last, came. */
  readonly #believedAt: Float64Array;
  readonly #came: Float64Array;
  readonly #lastVolume: Float64Array;
  readonly #lastOccupancy_pm: Float64Array;

  constructor(detectors: readonly Detector[], tell: (entry: Entry) => void) {
    this.#detectors = detectors;
    this.#tell = tell;
    const zeros = () => new Float64Array(detectors.length);
    this.#volume = zeros();
    this.#seen_ms = zeros();
    this.#occupied = zeros();
    this.#measured_ms = zeros();
    this.#speeds = zeros();
    this.#timed = zeros();
    this.#presentSince = zeros().fill(NOT);
    this.#goodSince = zeros().fill(NOT);
    this.#believedAt = zeros();
    this.#came = zeros();
    this.#lastVolume = zeros();
    this.#lastOccupancy_pm = zeros();
  }

  /** When the running bin ends. */
  get end(): number {
    return this.#start + BIN_MS;
  }

  /** `came` is the sensor's stamp, or the receipt's where it has none; what lies before it was believed does not count. */
  rise(i: number, came: Instant): void {
    this.#volume[i]!++;
    this.#came[i] = Math.max(came, this.#believedAt[i]!);
    this.#presentSince[i] = this.#came[i]!;
  }

  /** `speed_dkmh` is what the sensor has measured of it; -1 where it has not. */
  fall(i: number, went: Instant, speed_dkmh: number): void {
    if (speed_dkmh >= 0) {
      this.#speeds[i]! += speed_dkmh;
      this.#timed[i]!++;
    }
    const since = this.#presentSince[i]!;
    if (since < 0) return;
    // Below nothing where a minute ended after it had gone and before that was received.
    this.#occupied[i]! += (Math.max(went, this.#came[i]!) - since) * FULL_PM;
    this.#presentSince[i] = NOT;
  }

  count(i: number, { volume, occupancy_pm, speed_dkmh, interval_ms }: Observation & { readonly kind: "count" }): void {
    this.#volume[i]! += volume;
    this.#seen_ms[i]! += interval_ms;
    if (occupancy_pm >= 0) {
      this.#occupied[i]! += occupancy_pm * interval_ms;
      this.#measured_ms[i]! += interval_ms;
    }
    if (speed_dkmh >= 0) {
      this.#speeds[i]! += speed_dkmh * volume;
      this.#timed[i]! += volume;
    }
  }

  /** From now on what it says of presence is believed. Whoever stands on it is not counted: nobody saw when he came. */
  believe(i: number, at: Instant, present: boolean): void {
    this.#goodSince[i] = at;
    this.#believedAt[i] = at;
    this.#came[i] = at;
    this.#presentSince[i] = present ? at : NOT;
  }

  disbelieve(i: number, at: Instant): void {
    this.#settle(i, at);
    this.#goodSince[i] = NOT;
    this.#presentSince[i] = NOT;
  }

  /** The running bin is at its end: an entry for each detector, and a new bin. */
  close(): void {
    const end = this.end as Instant;
    for (let i = 0; i < this.#detectors.length; i++) {
      // A zone tells who is there, not who passes.
      if (this.#detectors[i]!.kind === "zone") continue;
      this.#settle(i, end);
      const timed = this.#timed[i]!;
      const detail: BinDetail = {
        occupancy_pm: permille(this.#occupied[i]!, this.#measured_ms[i]!),
        seen_ms: this.#seen_ms[i]!,
        speed_dkmh: timed > 0 ? Math.round(this.#speeds[i]! / timed) : NOT,
      };
      this.#tell(entry(end, CODE.volumeOccupancy, this.#detectors[i]!.number, this.#volume[i]!, JSON.stringify(detail)));
      this.#lastVolume[i] = this.#volume[i]!;
      this.#lastOccupancy_pm[i] = detail.occupancy_pm;
    }
    for (const sums of [this.#volume, this.#seen_ms, this.#occupied, this.#measured_ms, this.#speeds, this.#timed]) sums.fill(0);
    this.#start = end;
  }

  /** Of the last whole minute; in the unit's first, of what there is of it. For eyes only. */
  shown(i: number, now: Instant): { readonly volume: number; readonly occupancy_pm: number } {
    if (this.#start > 0) return { volume: this.#lastVolume[i]!, occupancy_pm: this.#lastOccupancy_pm[i]! };
    const good = this.#goodSince[i]!;
    const present = this.#presentSince[i]!;
    const occupied = this.#occupied[i]! + (present < 0 ? 0 : (now - present) * FULL_PM);
    return { volume: this.#volume[i]!, occupancy_pm: permille(occupied, this.#measured_ms[i]! + (good < 0 ? 0 : now - good)) };
  }

  /** Adds what has been seen up to `at`. */
  #settle(i: number, at: number): void {
    const good = this.#goodSince[i]!;
    if (good < 0) return;
    this.#seen_ms[i]! += at - good;
    this.#measured_ms[i]! += at - good;
    this.#goodSince[i] = at;
    const present = this.#presentSince[i]!;
    if (present < 0) return;
    this.#occupied[i]! += (at - present) * FULL_PM;
    this.#presentSince[i] = at;
  }
}
