import type { WallTime } from "../traffic/time.ts";
import { WallWords } from "./words.ts";

/** Zones differ from UTC, and change, by whole quarters of an hour. */
export const QUARTER_MS = 900_000;

/**
 * What the clocks of a zone show: as milliseconds, so that they can be compared and taken apart. Not a time: where clocks are set back, the
 * same numbers come twice.
 */
export class LocalTime {
  readonly #words = new WallWords();
  #quarter = Number.NaN;
  #ahead_ms = 0;

  /** A zone that is none is taken for UTC, as for everybody who reads along. */
  constructor(zone: string) {
    this.#words.set(zone);
  }

  get zone(): string {
    return this.#words.zone;
  }

  of(wall: WallTime): number {
    const quarter = Math.floor(wall / QUARTER_MS);
    if (quarter !== this.#quarter) {
      const start = quarter * QUARTER_MS;
      this.#ahead_ms = Date.parse(`${this.#words.at(start as WallTime).replace(" ", "T")}Z`) - start;
      this.#quarter = quarter;
    }
    return wall + this.#ahead_ms;
  }
}

/** Of what `LocalTime` shows: "2026-01-05 07:12:03.4". */
export const localWords = (local_ms: number): string => new Date(local_ms).toISOString().slice(0, 21).replace("T", " ");
