import { replay } from "../../../src/replay.ts";
import type { Seen } from "../seen.ts";
import type { Tell, Watcher } from "./watcher.ts";

/** The journal alone, fed back in, gives the same decisions. */
export class Replays implements Watcher {
  readonly #tell: Tell;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  see(seen: Seen): void {
    if (seen.kind !== "journal") return;
    const untimed = seen.sessions.filter((each) => each.untimed);
    const timed = seen.chunks.filter(({ epoch, session }) => !untimed.some((each) => each.epoch === epoch && each.session === session));
    const { difference } = replay(timed);
    if (difference === null) return;
    const { session, tick, recorded, replayed } = difference;
    this.#tell(seen.at, `session ${session}, tick ${tick}: recorded ${JSON.stringify(recorded)}, replayed ${JSON.stringify(replayed)}`);
  }
}
