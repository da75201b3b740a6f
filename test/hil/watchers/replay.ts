import { replay } from "../../../src/replay.ts";
import type { Seen } from "../seen.ts";
import type { Tell, Watcher } from "./watcher.ts";

/** The journal alone, fed back in, gives the same decisions. */
export class Replays implements Watcher {
  readonly #tell: Tell;
  #unjudged = "no journal was told";

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  see(seen: Seen): void {
    if (seen.kind !== "journal") return;
    const exact = seen.chunks.filter(({ epoch, session, last_seq }) => {
      const of = seen.sessions.find((each) => each.epoch === epoch && each.session === session);
      return last_seq <= (of?.exact_to ?? Number.POSITIVE_INFINITY);
    });
    const { difference, ticks, skipped } = replay(exact);
    this.#unjudged = ticks > 0 ? "" : ["nothing of the journal can be replayed", ...skipped].join("; ");
    if (difference === null) return;
    const { session, tick, recorded, replayed } = difference;
    this.#tell(seen.at, `session ${session}, tick ${tick}: recorded ${JSON.stringify(recorded)}, replayed ${JSON.stringify(replayed)}`);
  }

  unjudged(): string {
    return this.#unjudged;
  }
}
