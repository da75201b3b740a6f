import type { Timers } from "../../src/sync/timers.ts";
import { TICK_MS, WallTime } from "../../src/traffic/time.ts";

/** Between two looks whether the time has come, while it stands still. */
const LOOK_MS = 2;

/**
 * The city's own time, `speed` times as fast as ours. It goes no further than a tenth beyond what has been lived through: where this computer is
 * too slow time stands still for everybody in the city, and nobody misses a tenth. Everything in the city that takes its time from a port takes
 * this one: units, links, brain, escort.
 */
export class Pace implements Timers {
  readonly #began: number;
  readonly #real: () => number;
  #speed: number;
  /** What this moment was by both clocks. */
  #city_ms = 0;
  #real_ms: number;
  #limit_ms = 0;

  /** `began`: the wall time when the city's is 0. `real`: a monotonic clock in ms. */
  constructor(speed: number, began: WallTime, real: () => number = () => performance.now()) {
    this.#speed = speed;
    this.#began = began;
    this.#real = real;
    this.#real_ms = real();
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#mark();
    this.#speed = speed;
  }

  now(): number {
    return Math.min(this.#city_ms + (this.#real() - this.#real_ms) * this.#speed, this.#limit_ms);
  }

  wall(): WallTime {
    return WallTime(Math.floor(this.#began + this.now()));
  }

  after(ms: number, run: () => void): () => void {
    return this.#at(this.now() + ms, run);
  }

  /** Everything up to `at_ms` has been lived through. */
  lived(at_ms: number): void {
    this.#mark();
    this.#limit_ms = at_ms + TICK_MS;
  }

  /** It is `at_ms` now, however long that should have taken: while the streets are filled nobody watches. */
  leap(at_ms: number): void {
    this.#city_ms = at_ms;
    this.#real_ms = this.#real();
    this.#limit_ms = Math.max(this.#limit_ms, at_ms);
  }

  /** Nobody lives through tenths any more: time goes on by itself, for whoever waits for something before it ends. */
  release(): void {
    this.#mark();
    this.#limit_ms = Number.POSITIVE_INFINITY;
  }

  /** Until it is `at_ms` in the city. */
  until(at_ms: number): Promise<void> {
    return this.now() >= at_ms ? Promise.resolve() : new Promise((resolve) => this.#at(at_ms, resolve));
  }

  #at(due: number, run: () => void): () => void {
    let timer: NodeJS.Timeout;
    const look = (): void => {
      const left = due - this.now();
      if (left <= 0) run();
      else timer = setTimeout(look, Math.max(LOOK_MS, left / this.#speed));
    };
    // As setTimeout does, never at once.
    timer = setTimeout(look, Math.max(0, due - this.now()) / this.#speed);
    return () => clearTimeout(timer);
  }

  #mark(): void {
    this.#city_ms = this.now();
    this.#real_ms = this.#real();
  }
}
