import type { Live } from "../../../src/traffic/live.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import type { Seen } from "../seen.ts";
import type { Tell, Watcher } from "./watcher.ts";

/** Whatever the weather was, at the end of a play the signals are steered. In flash nobody has to serve anybody, so no other watcher would miss it. */
export class Flash implements Watcher {
  readonly #tell: Tell;
  readonly #until: Instant;
  #last: Live | null = null;

  constructor(until: Instant, tell: Tell) {
    this.#until = until;
    this.#tell = tell;
  }

  see(seen: Seen): void {
    if (seen.kind === "live" && seen.at <= this.#until) this.#last = seen.live;
  }

  end(): void {
    if (this.#last === null || this.#last.flash === "not-flash") return;
    this.#tell(this.#until, `the unit stands in flash at the end (${this.#last.flash}): ${this.#last.mode_cause}`);
  }

  unjudged(): string {
    return this.#last === null ? "no status page was seen" : "";
  }
}
