import { plugIn, type Wire } from "../../src/platform/wire.ts";
import type { Device } from "../../src/serial/device.ts";
import { type Heard, Line } from "../../src/serial/line.ts";
import type { Port } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";

/** A line on a real port, in real time, for tests that look at what it hears. */
export class LiveLine {
  readonly line: Line;
  readonly #start = performance.now();
  readonly #wire: Wire;
  readonly #heard: Heard[] = [];

  constructor(port: Port, devices: readonly Device[]) {
    this.line = new Line(port.name, devices, { baud: port.baud });
    const now = () => Instant(Math.floor(performance.now() - this.#start));
    this.#wire = plugIn(this.line, port, now, () => {});
  }

  /** Everything heard so far. */
  get heard(): readonly Heard[] {
    this.#heard.push(...this.line.drain());
    return this.#heard;
  }

  look(): void {
    this.#wire.look();
  }

  async close(): Promise<void> {
    await this.#wire.close();
  }
}
