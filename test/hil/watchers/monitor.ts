import type { Seen } from "../seen.ts";
import type { Tell, Watcher } from "./watcher.ts";

/** The unit's own conflict monitor finds nothing: it stops what our controller should never have asked for, and then nobody sees that on the wire. */
export class Monitor implements Watcher {
  readonly #tell: Tell;
  #fault = "";
  #seen = false;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  see(seen: Seen): void {
    if (seen.kind !== "live") return;
    this.#seen = true;
    const { fault } = seen.live.monitor;
    if (fault !== this.#fault && fault !== "") this.#tell(seen.at, `the conflict monitor has latched: ${fault}`);
    this.#fault = fault;
  }

  unjudged(): string {
    return this.#seen ? "" : "no status page was seen";
  }
}
