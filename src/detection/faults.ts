import type { Code } from "../traffic/codes.ts";
import type { DetectorFault } from "../traffic/observation.ts";

/** What electronics report of one input, in NTCIP 1202's bit order (vehicleDetectorReportedAlarms). */
export const REPORTED = ["other", "watchdog", "open-loop", "shorted-loop", "excessive-change"] as const satisfies readonly DetectorFault[];

/**
 * Everything that can be wrong with a detector. A detector has failed while any of these is set.
 *
 * | fault | set | cleared |
 * |---|---|---|
 * | the five reported ones | the electronics report it | the electronics take it back |
 * | no answer | the device stopped answering | it answers again |
 * | no activity | no vehicle for `no_activity_min` minutes, and more than eight were to be expected since the last by what it saw at these hours on the days before, or that is not known yet | at the next vehicle |
 * | max presence | on without a break for `max_presence_min` minutes | when it goes off |
 * | erratic counts | more than `erratic_counts_per_min` vehicles in one even minute | after an even minute watched to its end, with no more than that |
 * | chatter | 38 vehicles or more in one even half minute: no lane lets through so many (IRIS) | after five even minutes in a row without that |
 * | no change | neither on nor off for 24 hours, whatever the site file allows (IRIS) | when it goes on or off |
 * | misses vehicles | others in its lane, or beside it, see many that it does not, or it lets go of who stands on it (`doubts/`) | when it sees them again |
 *
 * A device that counts by itself is held to no activity, max presence and erratic counts by its counts: no vehicle in any interval; intervals occupied throughout; a
 * volume that would be too much in a minute, cleared by the first interval that is within.
 * Those that are not reported are watched only while the device answers and reports nothing: what it says then is not the street's doing. Each
 * watch begins anew after that.
 *
 * Indiana's enumerations have no codes for these: they are 84 (other), and the words tell.
 */
export const FAULTS = [
  { name: "other", words: "other fault", code: 84 },
  { name: "watchdog", words: "watchdog", code: 85 },
  { name: "open-loop", words: "open loop", code: 86 },
  { name: "shorted-loop", words: "shorted loop", code: 87 },
  { name: "excessive-change", words: "excessive inductance change", code: 88 },
  { name: "no-answer", words: "device does not answer", code: 85 },
  { name: "no-activity", words: "no activity", code: 84 },
  { name: "max-presence", words: "max presence", code: 84 },
  { name: "erratic-counts", words: "erratic counts", code: 84 },
  { name: "chatter", words: "chatter", code: 84 },
  { name: "no-change", words: "no change for a day", code: 84 },
  { name: "misses-vehicles", words: "misses vehicles", code: 84 },
] as const satisfies readonly { readonly name: string; readonly words: string; readonly code: Code }[];

export type FaultName = (typeof FAULTS)[number]["name"];

/** A set of faults is a number: bit b stands for `FAULTS[b]`. */
export const bitOf = (name: FaultName): number => 1 << FAULTS.findIndex((f) => f.name === name);

/** Those that come from the device, not from watching what it says. */
export const FROM_DEVICE = bitOf("no-activity") - 1;

/** For people: "" when nothing is wrong. */
export function wordsOf(faults: number): string {
  if (faults === 0) return "";
  return FAULTS.filter((_, b) => faults & (1 << b))
    .map((f) => f.words)
    .join(", ");
}
