import type { Played } from "../run.ts";
import type { Scenario, WatcherName } from "../scenario.ts";
import { EXCUSED } from "./faults.ts";

/** Why a play of the swarm is news; `what` names it, so that a shorter play can be held against it. */
export interface Failure {
  readonly what: string;
  readonly words: string;
  /** When it failed, in ms of the play. */
  readonly at: number;
}

/** Watchers that this weather may well trip. */
export const excusedIn = ({ weather }: Scenario): ReadonlySet<WatcherName> =>
  new Set(weather.flatMap(({ fault }) => EXCUSED[fault.kind] ?? []));

/** Worst first: what a watcher saw on the street, then what is missing at the end, then a rig that fell. */
export function failuresOf({ play, watches, verdicts, failed }: Played): readonly Failure[] {
  const excused = excusedIn(play.scenario);
  const end = Number(play.until);
  const watched = watches.flatMap(({ watcher, violations }): readonly Failure[] => {
    const [first] = violations;
    return first === undefined || excused.has(watcher) ? [] : [{ what: watcher, words: first.words, at: first.at }];
  });
  // What a rig that fell has not told is no other failure.
  if (failed !== "") return [...watched.filter(({ what }) => what !== "delivery"), { what: "rig", words: failed, at: end }];
  const missed = verdicts.flatMap(({ expected, wrong }): readonly Failure[] =>
    wrong === "" ? [] : [{ what: expected, words: wrong, at: end }],
  );
  return [...watched, ...missed];
}
