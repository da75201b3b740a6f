import type { Ticking } from "../../../src/platform/clock.ts";
import { Instant } from "../../../src/traffic/time.ts";

/** So far the street may be ahead of what the machine has last told of itself, which is on the way for a while. */
const AHEAD_MS = 300;
/** Who has told nothing for so long does not run, or starts. */
const SILENT_MS = 3_000;
/** The machine's battery clock counts whole seconds. */
const COUNTS_MS = 1_000;
/** A box in the cabinet answers within this. */
const ANSWERS_MS = 40;
/** So far the street may run ahead by answers alone: who asks and does not wait makes no day of a minute. */
const ANSWERED_MS = 1_000;

/**
 * The time of a play on an emulated machine. On a busy host the machine is slower than we are and does not know it (test/image/machine.ts), so the street
 * waits for it: a yellow lasts as long on the street as in the unit. While its unit tells nothing, because it starts, the machine's battery clock says how late it
 * is there; while the machine is off, time is ours.
 */
export class MachineClock implements Ticking {
  readonly #host: () => number;
  #at = 0;
  /** null: the play has not begun. */
  #looked: number | null = null;
  #heard = Number.NEGATIVE_INFINITY;
  /** When the unit's Instant 0 was, by this clock. */
  #base = 0;
  #unit = -1;
  #ticked = 0;
  /** What the machine's battery clock has counted since power on, and when that was, by this clock; null: the machine is off. */
  #battery: number | null = null;
  #on = 0;
  /** When it counted last, by the host, and what a second of it had taken there then. */
  #turned = 0;
  #second_ms = COUNTS_MS;
  /** By port, who has been asked and has not answered yet: until when there is time for it. */
  readonly #asked = new Map<string, number>();

  /** `host`: ms, monotonic. */
  constructor(host: () => number = () => performance.now()) {
    this.#host = host;
  }

  /** From now on time passes; a second time says nothing. */
  begin(): void {
    if (this.#looked !== null) return;
    this.#looked = this.#host();
    this.#on = -(this.#battery ?? 0);
  }

  /** Power on. */
  on(): void {
    this.#on = this.exact();
    this.#battery = 0;
    this.#turned = this.#host();
    this.#second_ms = COUNTS_MS;
  }

  /** The machine's battery clock has counted so much since power on, in ms. */
  counts(battery: number): void {
    const at = this.exact();
    if (this.#battery === null) return;
    if (battery > this.#battery) {
      const turned = this.#host();
      this.#second_ms = ((turned - this.#turned) * COUNTS_MS) / (battery - this.#battery);
      this.#turned = turned;
    }
    this.#battery = battery;
    // Whoever hears of it late is no earlier for that.
    if (this.#looked !== null && this.#host() - this.#heard > SILENT_MS) this.#at = Math.max(at, this.#on + battery);
  }

  exact(): number {
    if (this.#looked === null) return 0;
    const host = this.#host();
    const told = host - this.#heard > SILENT_MS ? this.#silent : this.#base + this.#unit + AHEAD_MS;
    // However long the street waits for word of the machine's time, a box that is asked answers in its own.
    const limit = Math.max(told, Math.min(Math.max(...this.#asked.values()), told + ANSWERED_MS));
    this.#at = Math.max(this.#at, Math.min(limit, this.#at + host - this.#looked));
    this.#looked = host;
    return this.#at;
  }

  now(): Instant {
    return Instant(Math.max(Math.floor(this.exact()), this.#ticked + 1));
  }

  ticked(now: Instant): void {
    this.#ticked = now;
  }

  /**
   * The unit asks a box on this port for something: until the answer time goes on, and no further. A unit whose one or two ports wait for their answers moves
   * the street no faster than itself so; with more of them, whose answers together fill its tenth, the street may be ahead by the bound on answers. Boards that went
   * unanswered for half a second of the machine's, while it started or its word of its own time was late, had its signals back in flash.
   */
  asked(port: string): void {
    this.#asked.set(port, this.exact() + ANSWERS_MS);
  }

  /** The cabinet has said something on this port. */
  answered(port: string): void {
    this.exact();
    this.#asked.delete(port);
  }

  /** The unit shows its own instant. True at the first of a life. */
  shows(unit: number): boolean {
    const at = this.exact();
    const born = unit < this.#unit || this.#unit < 0;
    if (born) this.#base = at - unit;
    else this.#at = Math.max(at, this.#base + unit);
    this.#unit = unit;
    this.#heard = this.#host();
    return born;
  }

  /** When the life that runs began, by this clock. */
  get began(): number {
    return this.#base;
  }

  /** The machine is off: the next that is shown is another life's. */
  off(): void {
    this.exact();
    this.#asked.clear();
    this.#unit = -1;
    this.#heard = Number.NEGATIVE_INFINITY;
    this.#battery = null;
  }

  /** How far the street may be while the unit tells nothing: within a second of the battery's as far as the last one was at this time. */
  get #silent(): number {
    if (this.#battery === null) return Number.POSITIVE_INFINITY;
    const passed = (this.#host() - this.#turned) / this.#second_ms;
    return this.#on + this.#battery + Math.min(passed, 1) * COUNTS_MS;
  }
}
