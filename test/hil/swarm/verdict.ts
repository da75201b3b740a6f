import type { Site } from "../../../src/traffic/site.ts";
import type { Play } from "../play.ts";
import type { Played } from "../run.ts";
import type { WatcherName } from "../scenario.ts";
import { EXCUSED } from "./faults.ts";

/** Why a play of the swarm is news; `what` names it, so that a shorter play can be held against it. */
export interface Failure {
  readonly what: string;
  readonly words: string;
  /** When it failed, in ms of the play. */
  readonly at: number;
}

/** Whether what had begun by then may well have made this watcher say so. */
const excused = ({ deeds, site }: Play, watcher: WatcherName, at: number): boolean =>
  deeds.some(
    ({ at: from, on, fault }) =>
      on && from <= at && EXCUSED[fault.kind]?.includes(watcher) === true && (!("lamp" in fault) || isWatched(site, fault.channel)),
  );

/** Whether a cabinet's own monitor looks at the channel's lamps: behind other boards nobody sees how they are. */
function isWatched({ channels, devices }: Site, channel: number): boolean {
  const device = channels.find(({ number }) => number === channel)?.device;
  return devices.some(({ name, protocol }) => name === device && protocol === "ts2-load-switches");
}

/** Worst first: what a watcher saw on the street, then what is missing at the end, then a rig that fell. */
export function failuresOf({ play, watches, verdicts, failed }: Played): readonly Failure[] {
  const end = Number(play.until);
  const watched = watches.flatMap(({ watcher, violations }): readonly Failure[] => {
    const first = violations.find(({ at }) => !excused(play, watcher, at));
    return first === undefined ? [] : [{ what: watcher, words: first.words, at: first.at }];
  });
  // What a rig that fell has not told is no other failure.
  if (failed !== "") return [...watched.filter(({ what }) => what !== "delivery"), { what: "rig", words: failed, at: end }];
  const missed = verdicts.flatMap(({ expected, wrong }): readonly Failure[] =>
    wrong === "" ? [] : [{ what: expected, words: wrong, at: end }],
  );
  return [...watched, ...missed];
}
