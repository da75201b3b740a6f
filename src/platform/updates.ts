import type { Request } from "../journal/port.ts";
import type { LinkLive } from "../traffic/live.ts";
import { SECURITY } from "../update/release.ts";
import { Updates } from "../update/updates.ts";
import { wallNow } from "./clock.ts";
import { fetchBundle } from "./fetch-bundle.ts";
import { runningRelease } from "./slot.ts";
import { openDesk, type UpdateFolders } from "./update-desk.ts";
import { VERSION } from "./version.ts";

export { UPDATE_FOLDERS } from "./update-desk.ts";

export const UPDATES_EVERY_MS = 1_000;
/** Each minute is counted, so a brain that is there acknowledges something more often than this. */
const REACHED_MS = 600_000;

interface Around {
  readonly folders: UpdateFolders;
  /** As in FetchOptions. */
  readonly certificates: string;
  readonly noSlot: () => string;
  readonly offer: (request: Request) => boolean;
  readonly state: () => LinkLive;
  readonly told: (words: string) => void;
}

/** The updates of a link's process. */
export function openUpdates({
  folders,
  certificates,
  noSlot,
  offer,
  state,
  told,
}: Around): Pick<Updates, "whyNot" | "begin" | "live" | "step" | "words" | "close"> {
  let acked = 0;
  let ackedAt = Number.NEGATIVE_INFINITY;
  const reached = (): boolean => {
    const link = state();
    if (link.acked_seq > acked) ackedAt = performance.now();
    acked = link.acked_seq;
    return link.state === "connected" && performance.now() - ackedAt < REACHED_MS;
  };
  const running = () => runningRelease(VERSION, SECURITY, folders.kept);
  const updates = new Updates({
    running,
    noSlot,
    desk: openDesk(folders),
    fetch: (asked, signal) => fetchBundle(asked, { desk: folders.desk, certificates }, signal),
    offer,
    brainReached: reached,
    now: () => performance.now(),
    wall: wallNow,
    told,
  });
  return {
    whyNot: (asked) => updates.whyNot(asked),
    begin: (id, asked) => updates.begin(id, asked),
    live: (live) => updates.live(live),
    step: () => {
      reached();
      updates.step();
    },
    get words() {
      return updates.words;
    },
    close: () => updates.close(),
  };
}
