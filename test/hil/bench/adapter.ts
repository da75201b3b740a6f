import { openAnyPort } from "../../../src/platform/any-port.ts";
import type { OpenPort } from "../../../src/platform/serial-port.ts";
import type { FieldLine } from "../../../src/street/street.ts";
import type { Port } from "../../../src/traffic/site.ts";
import type { Instant } from "../../../src/traffic/time.ts";

/** A simulated line at the end of a real cable: what the unit says comes in by an adapter, and what the cabinet says goes out by it. */
export class Adapter {
  readonly #field: FieldLine;
  readonly #now: () => Instant;
  readonly #port: OpenPort;
  #timer: NodeJS.Timeout | undefined;

  /** `told` hears why the adapter is closed, "" when it is open. */
  constructor(field: FieldLine, port: Port, now: () => Instant, told: (cause: string) => void) {
    this.#field = field;
    this.#now = now;
    this.#port = openAnyPort(port, {
      opened: () => told(""),
      closed: told,
      heard: (bytes) => {
        field.heard(now(), bytes);
        this.look();
      },
    });
  }

  /** Says what is due, and comes back for the rest. */
  look(): void {
    clearTimeout(this.#timer);
    const said = this.#field.said(this.#now());
    if (said !== null) this.#port.write(said);
    const at = this.#field.saysAt;
    if (at < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.look(), Math.max(1, at - this.#now()));
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#port.close();
  }
}
