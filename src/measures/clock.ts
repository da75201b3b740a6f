import type { LocalTime } from "../journal/local-time.ts";
import type { WallTime } from "../traffic/time.ts";
import type { Course } from "./course.ts";

/** What is asked for: wall times, the last of which is not in it any more, and how long a bin is. */
export interface Asked {
  readonly from: number;
  readonly to: number;
  /** Divides the hour. */
  readonly bin_ms: number;
}

/** Which bin of the site's clocks an instant of a course lies in. */
export class Bins {
  readonly #course: Course;
  readonly #asked: Asked;
  readonly #local: LocalTime;

  constructor(course: Course, asked: Asked, local: LocalTime) {
    this.#course = course;
    this.#asked = asked;
    this.#local = local;
  }

  wall(at: number): number {
    return (this.#course.walls.findLast(({ from }) => from <= at) ?? this.#course.walls[0] ?? { base: 0 }).base + at;
  }

  /** The wall time at which the bin begins; null for what was not asked for. */
  of(at: number): number | null {
    const wall = this.wall(at);
    if (wall < this.#asked.from || wall >= this.#asked.to) return null;
    return this.#begin(wall);
  }

  /** [from, to) cut where bins begin, as far as it was asked for. */
  spread(from: number, to: number, each: (bin: number, from: number, to: number) => void): void {
    for (let at = from; at < to; ) {
      const wall = this.wall(at);
      const end = Math.min(to, at + this.#begin(wall) + this.#asked.bin_ms - wall);
      // Where clocks were corrected within it, it goes by the time at which it began.
      const begin = this.of(at);
      if (begin !== null) each(begin, at, Math.min(end, at + this.#asked.to - wall));
      else if (wall < this.#asked.from && this.#asked.from - wall < end - at) {
        each(this.#begin(this.#asked.from), at + this.#asked.from - wall, end);
      }
      at = end;
    }
  }

  #begin(wall: number): number {
    const local = this.#local.of(wall as WallTime);
    return wall - (((local % this.#asked.bin_ms) + this.#asked.bin_ms) % this.#asked.bin_ms);
  }
}

/** Sums by bin, made when they are first asked for. */
export class ByBin<T> {
  readonly #bins = new Map<number, T>();
  readonly #empty: () => T;

  constructor(empty: () => T) {
    this.#empty = empty;
  }

  at(bin: number): T {
    let sums = this.#bins.get(bin);
    if (sums === undefined) {
      sums = this.#empty();
      this.#bins.set(bin, sums);
    }
    return sums;
  }

  sorted(): readonly (readonly [bin: number, sums: T])[] {
    return [...this.#bins].sort(([a], [b]) => a - b);
  }
}

/** Per mille, to the nearest; -1 of nothing. */
export const permille = (part: number, whole: number): number => (whole > 0 ? Math.round((part * 1_000) / whole) : -1);

/** The least that is not below so many per mille of them (nearest rank); -1 of none. */
export function percentile(values: readonly number[], pm: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * pm) / 1_000) - 1)] ?? -1;
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? -1 : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
