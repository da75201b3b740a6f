import type { Line } from "../serial/line.ts";
import type { Port } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import { openAnyPort } from "./any-port.ts";
import type { OpenPort } from "./serial-port.ts";

/** A line on a real port, in real time. */
export interface Wire {
  /** Something may have become urgent (a lamp changed): looks at once instead of at the next poll. */
  look(): void;
  close(): Promise<void>;
}

/** `told` gets what a technician should know of the port: why it is closed, "" when it is open. */
export function plugIn(line: Line, port: Port, now: () => Instant, told: (cause: string) => void): Wire {
  return new PluggedIn(line, port, now, told);
}

/** A timer that fires later than this says that the process stood still. */
const ON_TIME_MS = 5;
/** What lies in a port is read within this. */
const READING_MS = 20;

class PluggedIn implements Wire {
  readonly #line: Line;
  readonly #now: () => Instant;
  readonly #port: OpenPort;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  /** What the timer is set to, or has fired for; Infinity for nothing. */
  #dueAt = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(line: Line, port: Port, now: () => Instant, told: (cause: string) => void) {
    this.#line = line;
    this.#now = now;
    this.#port = openAnyPort(port, {
      opened: () => {
        told("");
        this.#say(line.opened(now()));
      },
      closed: (cause) => {
        told(cause);
        line.closed(now());
        this.#say(null);
      },
      heard: (bytes) => this.#say(line.heard(now(), bytes)),
    });
  }

  look(): void {
    this.#arm();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    await this.#port.close();
  }

  #say(bytes: Uint8Array | null): void {
    if (this.#closed) return;
    if (bytes) this.#port.write(bytes);
    this.#arm();
  }

  /** Has the line woken in time. A wake that is due stays as it is: a line that never ceases to hear must not put off its own for ever. */
  #arm(): void {
    const now = this.#now();
    if (this.#closed || this.#dueAt <= now) return;
    clearTimeout(this.#timer);
    this.#dueAt = Math.max(now, this.#line.wakeAt);
    if (this.#dueAt < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#due(), this.#dueAt - now);
  }

  /**
   * The port is read before the line is woken, so that no time-out overtakes its own answer: setImmediate lets in what has been read. After
   * the process stood still the reading itself is late, and takes a few turns of the event loop and a thread.
   */
  #due(): void {
    const late = this.#now() - this.#dueAt > ON_TIME_MS;
    const wake = () => {
      this.#turn = setImmediate(() => {
        this.#dueAt = Number.POSITIVE_INFINITY;
        this.#say(this.#line.wake(this.#now()));
      });
    };
    if (late) this.#timer = setTimeout(wake, READING_MS);
    else wake();
  }
}
