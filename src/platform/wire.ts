import type { Line } from "../serial/line.ts";
import type { Port } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import { type OpenPort, openPort } from "./serial-port.ts";

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

class PluggedIn implements Wire {
  readonly #line: Line;
  readonly #now: () => Instant;
  readonly #port: OpenPort;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #closed = false;

  constructor(line: Line, port: Port, now: () => Instant, told: (cause: string) => void) {
    this.#line = line;
    this.#now = now;
    this.#port = openPort(port, {
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
    const now = this.#now();
    this.#say(this.#line.wakeAt <= now ? this.#line.wake(now) : null);
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
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    const at = this.#line.wakeAt;
    if (at === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, at - this.#now()));
  }

  /** The port is read before the line is woken: setImmediate lets in first what lies in it, so that no time-out overtakes its own answer. */
  #wake(): void {
    this.#turn = setImmediate(() => this.#say(this.#line.wake(this.#now())));
  }
}
