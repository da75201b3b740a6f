import type { Instant } from "../traffic/time.ts";
import type { Device, DeviceHealth } from "./device.ts";

/** Rests between polls of a device that does not answer: doubled from one to the other. */
export const REST_FIRST_MS = 1_000;
export const REST_LAST_MS = 30_000;

/** One device's place on its line: when it is due, how often it was tried, and what became of it. */
export class Station {
  readonly device: Device;
  readonly listens: boolean;
  /** Null until it has answered or failed for the first time. */
  answering: boolean | null = null;
  /** When to poll it next; for a device that only listens, when its silence counts. Infinity if never. */
  due = Number.POSITIVE_INFINITY;
  /** When a device that watches our heartbeat counts as lost, unless it confirms a beat before. Infinity if never. */
  lostAt = Number.POSITIVE_INFINITY;
  polls = 0;
  timeouts = 0;
  noise_bytes = 0;
  #tries = 0;
  #rest_ms = 0;
  #grid = 0;
  readonly #restLast_ms: number;

  /** A device that has its line to itself stalls nobody, so it never rests for longer than the first time. */
  constructor(device: Device, alone: boolean) {
    this.device = device;
    this.listens = device.timing.poll_ms === 0;
    this.#restLast_ms = Math.max(REST_FIRST_MS, alone ? 0 : (device.timing.rest_ms ?? REST_LAST_MS));
  }

  /** The port is open: due at `first`, and from then on at whole poll intervals from it. */
  opened(now: Instant, first: number): void {
    this.#tries = 0;
    this.#rest_ms = 0;
    this.#grid = first;
    this.due = this.listens ? now + this.device.timing.timeout_ms : first;
  }

  /** Something new to say, from a device that can be expected to listen. */
  get urgent(): boolean {
    return this.device.urgent && this.answering !== false;
  }

  /** It was polled: next on its own grid, so that devices stay spread over the interval as they were at the start. */
  polled(now: Instant): void {
    const { poll_ms } = this.device.timing;
    this.due = now < this.#grid ? this.#grid : now + poll_ms - ((now - this.#grid) % poll_ms);
  }

  /**
   * A good frame of its own, and the beat that it confirms. Returns true if it was not known to answer. A device that watches our heartbeat
   * answers only by beats that it can still be living on.
   */
  answered(now: Instant, confirms?: Instant): boolean {
    const { timeout_ms, lost_after_ms } = this.device.timing;
    this.#tries = 0;
    this.#rest_ms = 0;
    if (this.listens) this.due = now + timeout_ms;
    if (lost_after_ms !== undefined) {
      if (confirms === undefined || now - confirms >= lost_after_ms) return false;
      this.lostAt = confirms + lost_after_ms;
    }
    const news = this.answering !== true;
    this.answering = true;
    return news;
  }

  /**
   * No answer in time, or a listening device's silence. Tries again as soon as nobody else is waiting; out of tries, rests. Returns
   * true if this is when it counts as lost.
   */
  missed(now: Instant): boolean {
    if (this.listens) this.due = Number.POSITIVE_INFINITY;
    else {
      this.timeouts++;
      this.#tries++;
      if (this.answering !== false && this.#tries <= this.device.timing.retries) {
        this.due = now;
        return false;
      }
      this.#rest_ms = Math.min(Math.max(this.#rest_ms * 2, REST_FIRST_MS), this.#restLast_ms);
      this.due = now + this.#rest_ms;
    }
    return this.#lost();
  }

  /** True if it is now that it counts as lost, since it has confirmed no new beat for too long. It is polled as before. */
  lapsed(now: Instant): boolean {
    return now >= this.lostAt && this.#lost();
  }

  /** The port is gone, and the device with it. Returns true if it was not known to be lost. */
  closed(): boolean {
    this.due = Number.POSITIVE_INFINITY;
    return this.#lost();
  }

  health(): DeviceHealth {
    const { polls, timeouts, noise_bytes } = this;
    return { device: this.device.name, answering: this.answering === true, polls, timeouts, noise_bytes };
  }

  #lost(): boolean {
    this.lostAt = Number.POSITIVE_INFINITY;
    const news = this.answering !== false;
    this.answering = false;
    if (news) this.device.forget?.();
    return news;
  }
}
