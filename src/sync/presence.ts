import { stopline } from "#wire";
import type { LinkJournal } from "../journal/port.ts";
import type { WallTime } from "../traffic/time.ts";

export type PresenceState = "online" | "shutdown" | "offline";

const STATES = {
  online: stopline.v1.Presence.State.ONLINE,
  shutdown: stopline.v1.Presence.State.SHUTDOWN,
  offline: stopline.v1.Presence.State.OFFLINE,
} as const satisfies { readonly [S in PresenceState]: stopline.v1.Presence.State };

/**
 * An encoded Presence. "offline" is what the will says: the broker keeps it from the start of the connection, so its journal is the one
 * of then, and it has no time.
 */
export function presence(
  unit: string,
  state: PresenceState,
  since: WallTime | null,
  version: string,
  journal: LinkJournal,
  certificateEnds = 0,
): Uint8Array {
  return stopline.v1.Presence.encode({
    unit,
    state: STATES[state],
    sinceMs: since ?? 0,
    version,
    epoch: journal.epoch() ?? "",
    lastSeq: journal.last_seq(),
    ackedSeq: journal.acked(),
    certificateEndsMs: certificateEnds,
  }).finish();
}
