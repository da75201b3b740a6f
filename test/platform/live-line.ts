import { type OpenPort, openPort } from "../../src/platform/serial-port.ts";
import type { Device } from "../../src/serial/device.ts";
import { type Heard, Line } from "../../src/serial/line.ts";
import type { Port } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";

/** A line on a real port, in real time; `heard` grows as things are heard. */
export class LiveLine {
  readonly line: Line;
  readonly heard: Heard[] = [];
  readonly #start = performance.now();
  readonly #port: OpenPort;
  #timer: NodeJS.Timeout | undefined;

  constructor(port: Port, devices: readonly Device[]) {
    this.line = new Line(port.name, devices, { baud: port.baud });
    this.#port = openPort(port, {
      opened: () => this.#say(this.line.opened(this.#now())),
      closed: () => {
        this.line.closed(this.#now());
        this.#say(null);
      },
      heard: (bytes) => this.#say(this.line.heard(this.#now(), bytes)),
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#port.close();
  }

  #now(): Instant {
    return Instant(Math.floor(performance.now() - this.#start));
  }

  #say(bytes: Uint8Array | null): void {
    if (bytes) this.#port.write(bytes);
    this.heard.push(...this.line.drain());
    clearTimeout(this.#timer);
    const at = this.line.wakeAt;
    // The port is read before the line is woken: setImmediate lets what lies in it in first.
    if (at < Number.POSITIVE_INFINITY)
      this.#timer = setTimeout(() => setImmediate(() => this.#say(this.line.wake(this.#now()))), Math.max(0, at - this.#now()));
  }
}
